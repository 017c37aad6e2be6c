// A figure with frames gets its slider. The build drew the frames and what each says; they are
// asked for at the first touch. The image itself stays in the page: it is what is printed.

const attach = (slider) => {
  const [input, output] = slider.querySelectorAll("input, output");
  const image = slider.previousElementSibling;
  const said = output.textContent;
  let file, frame;
  const load = () => {
    file ??= fetch(slider.dataset.frames).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    });
    return file;
  };
  const say = (text) => {
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  const show = async () => {
    try {
      const { texts, pieces, frames } = await load();
      const now = input.value; // which may have moved on meanwhile
      const svg = frames[now].map((piece) => pieces[piece]).join("");
      frame ??= image.cloneNode();
      frame.alt = `${image.alt} ${texts[now]}`;
      frame.loading = "eager";
      frame.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      frame.onload = () => frame.isConnected || image.after(frame);
      say(texts[now]);
    } catch {
      file = undefined; // the next touch tries again
      input.value = input.defaultValue;
      say(`${said}. The other pictures did not load.`);
    }
  };
  input.addEventListener("focus", () => load().catch(() => (file = undefined)));
  input.addEventListener("input", show);
  slider.hidden = false;
};

const attachAll = () => document.querySelectorAll(".slider[hidden]").forEach(attach);
attachAll();
document.addEventListener("downhill:page", attachAll);
