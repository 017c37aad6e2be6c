// A task in code: the reader's answer runs on a copy of the page's session, then the checks.

import * as session from "../run/session.js";
import { say } from "../exercise.js";
import { CHECKER } from "./checks.js";

const text = (block) => block.querySelector("pre").textContent.trimEnd();

/** Put a place to write where the starting block is; `done` is called when all checks pass. */
export function write(block, bar, id, done) {
  const code = Object.assign(document.createElement("textarea"), { id, className: "code", spellcheck: false, autocapitalize: "off", value: text(block) });
  code.rows = code.value.split("\n").length + 3;
  code.setAttribute("aria-label", "Your answer, in Python");
  const place = Object.assign(document.createElement("p"), { className: "said" });
  place.setAttribute("role", "status");
  const button = (textContent, onclick) => Object.assign(document.createElement("button"), { type: "button", textContent, onclick });
  const check = button("Check", () => run());
  const reset = button("Start over", () => ((code.value = text(block)), place.replaceChildren(), code.focus()));

  async function run() {
    check.disabled = true;
    place.textContent = "Running. The first time, Python is loaded.";
    try {
      const { passed, total, hint, raised } = await checked(block, code.value);
      const right = passed === total;
      const counted = right ? `${total} of ${total} checks pass.` : `${passed} of ${total} checks pass. ${hint ?? raised}`;
      say(place, right, bar, counted);
      if (right) done();
    } catch (error) {
      place.textContent = `Python is not available: ${error.message}`;
    } finally {
      check.disabled = false;
    }
  }
  code.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      run();
    } else {
      const line = code.value.slice(0, code.selectionStart).split("\n").at(-1);
      event.preventDefault();
      code.setRangeText(`\n${line.match(/^ */)[0]}${/:\s*$/.test(line) ? "    " : ""}`, code.selectionStart, code.selectionEnd, "end");
      code.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  block.hidden = true;
  block.after(code);
  bar.replaceChildren(check, reset);
  bar.after(place);
  code.focus();
}

/** {passed, total, hint, raised} for an answer: how many checks passed, and what the first that fails says. */
async function checked(block, answer) {
  const checks = [];
  for (let next = block; (next = next.nextElementSibling) && !/^H[123]$/.test(next.tagName); )
    for (const each of next.querySelectorAll("[data-task=check]")) checks.push(text(each));
  const above = [...document.querySelectorAll(".language-python:not([data-task])")];
  const before = above.filter((each) => each.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
  if (before) await session.runThrough(before);
  const asked = `${CHECKER}\n_check(${JSON.stringify(answer)}, ${JSON.stringify(checks)})\n`;
  const { output, error } = await session.evaluate(asked, { copy: true });
  if (error) throw new Error(error.message ?? error);
  return JSON.parse(output.trim().split("\n").at(-1));
}
