// A figure with frames gets its slider. The build drew the frames and what each says; those of the
// layout in use are asked for at the first touch. The image itself stays in the page: it is printed.

const attach = (slider) => {
  const [input, output] = slider.querySelectorAll("input, output");
  const above = slider.previousElementSibling;
  const [image, source] = ["img", "source"].map((tag) => above.parentElement.querySelector(tag));
  const phone = source && matchMedia(source.media);
  const said = output.textContent;
  let files = {}, frame;
  const load = () => {
    const wide = slider.dataset.frames;
    const url = phone?.matches ? wide.replace(/frames\.json$/, "narrow.frames.json") : wide;
    files[url] ??= fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    });
    return files[url];
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
      for (const side of ["width", "height"]) frame.setAttribute(side, (phone?.matches ? source : image).getAttribute(side));
      frame.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      frame.onload = () => frame.isConnected || above.after(frame);
      say(texts[now]);
    } catch {
      files = {}; // the next touch tries again
      input.value = input.defaultValue;
      say(`${said}. The other pictures did not load.`);
    }
  };
  input.addEventListener("focus", () => load().catch(() => (files = {})));
  input.addEventListener("input", show);
  phone?.addEventListener("change", () => frame && show());
  slider.hidden = false;
};

const attachAll = () => document.querySelectorAll(".slider[hidden]").forEach(attach);
attachAll();
document.addEventListener("downhill:page", attachAll);
