// A task in code: the reader's answer runs on a copy of the page's session, then the checks.

import { press } from "../run/editor.js";
import { ANEW, session } from "../run/session.js";
import { say } from "../exercise.js";
import { CHECKER } from "./checks.js";

const kept = (act) => {
  try {
    return act(localStorage);
  } catch {
    return null; // a browser that keeps nothing
  }
};
const text = (block) => block.querySelector("pre").textContent.trimEnd();
const NEW = (tag, options) => Object.assign(document.createElement(tag), options);

/** Put a place to write where the starting block is; `done` is called when all checks pass. */
export function write(block, bar, id, done) {
  const key = `downhill:answer:${location.pathname}:${id}`; // a draft outlives a reload
  const value = kept((store) => store.getItem(key)) ?? text(block);
  const code = NEW("textarea", { id, className: "code", spellcheck: false, autocapitalize: "off", value });
  code.oninput = () => kept((store) => store.setItem(key, code.value));
  code.rows = code.value.split("\n").length + 3;
  code.setAttribute("aria-label", "Your answer, in Python. Tab indents, Escape leaves.");
  const place = NEW("p", { className: "said" });
  place.setAttribute("role", "status");

  let running = false;
  async function run() {
    running = true;
    check.textContent = "Stop";
    place.textContent = "Running.";
    place.ariaBusy = "true"; // the end of it is read aloud, not each second
    let began = 0;
    const clock = setInterval(() => began && (place.textContent = `Running, ${Math.round((performance.now() - began) / 1000)} s.`), 1000);
    const loads = ({ detail }) => (place.textContent = `${detail.text.replace("l", "L")}.`);
    const begins = ({ detail }) => (began = detail.since);
    document.addEventListener("downhill:loading", loads);
    document.addEventListener("downhill:begun", begins);
    try {
      const { passed, total, hint, raised } = await checked(block, code.value);
      const right = passed === total && !raised;
      say(place, right, bar, `${passed} of ${total} checks pass. ${hint ?? raised ?? ""}`);
      if (right) done();
    } catch (error) {
      place.textContent = error.message;
    } finally {
      clearInterval(clock);
      document.removeEventListener("downhill:loading", loads);
      document.removeEventListener("downhill:begun", begins);
      running = false;
      place.ariaBusy = "false";
      check.textContent = "Check";
    }
  }
  const check = NEW("button", { type: "button", textContent: "Check", onclick: () => (running ? session.stop() : run()) });
  const over = NEW("button", { type: "button", textContent: "Start over" });
  over.onclick = () => {
    code.value = text(block);
    kept((store) => store.removeItem(key));
    place.replaceChildren();
    code.focus();
  };
  code.onkeydown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return press(event, code, () => check.focus());
    event.preventDefault();
    if (!running) run();
  };
  block.hidden = true;
  block.after(code);
  bar.replaceChildren(check, over);
  bar.after(place);
}

/** What the checks say of an answer; see checks.js. */
async function checked(block, answer) {
  const checks = [];
  for (let next = block; (next = next.nextElementSibling) && !/^H[123]$/.test(next.tagName); )
    for (const each of next.querySelectorAll("[data-apart=check]")) checks.push(text(each));
  const isAbove = ({ element }) => element.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING;
  const above = session.blocks().filter(isAbove).at(-1);
  const before = above && !session.hasRun(above) ? await session.runThrough(above) : {};
  if (before.error && before.error.type !== above.raises) throw new Error(`A block above fails: ${before.error.last}`);
  const asked = `${CHECKER}\n_check(${JSON.stringify(answer)}, ${JSON.stringify(checks)})\n`;
  const { output, error, stopped } = before.stopped ? before : await session.evaluate(asked, { copy: true });
  if (stopped) throw new Error(`Stopped. Does a loop never end? ${ANEW}`);
  if (error) throw new Error(error.last);
  return JSON.parse(output.trim().split("\n").at(-1));
}
