// Exercises that check themselves. What grades is loaded when a reader first answers. What was
// answered is there again when the reader returns.

import { answer, asks, draft, isSolved } from "./progress.js";

const NEW = (tag, options = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...inside);
  return element;
};
const UNREACHED = { right: false, unread: true, message: "The page could not load what checks answers. Try again." };
const left = new Map(); // by page and exercise: its parts that are not solved
const named = (exercise) => location.pathname + exercise;

function needs(exercise, part, place) {
  const parts = left.get(named(exercise)) ?? new Set();
  left.set(named(exercise), Object.assign(parts.add(part), { place }));
  place.classList.toggle("solved", Boolean(isSolved(exercise)));
}
function solved(exercise, part) {
  const parts = left.get(named(exercise));
  if (!parts?.delete(part) || parts.size) return;
  parts.place.classList.add("solved");
  const detail = { page: location.pathname, exercise };
  document.dispatchEvent(new CustomEvent("downhill:solved", { detail }));
}

// The ladder: hint 1, hint 2, then the solution.
function rungs(from) {
  const found = [];
  for (let next = from; (next = next.nextElementSibling) && !/^H[123]$/.test(next.tagName); )
    if (next.matches("details.hint, details.solution")) found.push(next);
  return found;
}

/** What is said below an answer, and the way to the next hint. */
export function say(place, right, from, ...words) {
  place.replaceChildren(NEW("strong", { textContent: right ? "Right." : "Not yet." }), " ", ...words);
  place.className = right ? "said right" : "said";
  const next = right ? null : rungs(from).find((each) => !each.open);
  if (!next) return;
  const open = NEW("button", { type: "button", className: "rung", textContent: `Open: ${next.firstElementChild.textContent.trim()}` });
  open.onclick = () => {
    next.open = true;
    next.firstElementChild.focus();
  };
  place.append(" ", open);
}

function field(box, number) {
  const said = JSON.parse(box.dataset.answer), { exercise } = box.dataset;
  const id = `${exercise}-answer-${number}`;
  const asked = [...box.querySelectorAll(".asked")], hints = box.querySelectorAll(".because");
  asked.forEach((question, i) => (question.id = `${id}-${i + 1}`));
  let variant = 0;
  needs(exercise, id, document.getElementById(exercise));

  const input = NEW("input", { id, autocomplete: "off", autocapitalize: "off", spellcheck: false });
  const place = NEW("p", { className: "said" });
  input.setAttribute("aria-labelledby", asked[0].id);
  place.setAttribute("role", "status");
  const form = NEW("form", { className: "reply" }, input, NEW("button", { textContent: "Check" }));
  const ask = (other) => {
    asked[variant].hidden = true;
    variant = other;
    asked[variant].hidden = false;
    input.setAttribute("aria-labelledby", asked[variant].id);
    for (const each of rungs(box)) {
      each.querySelector(`[data-for=${id}]`)?.remove();
      if (!variant) continue; // its numbers are those of the hints
      const first = [...asked[0].cloneNode(true).childNodes].filter((part) => part.className !== "within");
      const note = NEW("p", { className: "for" }, "With the numbers of: ", ...first);
      note.dataset.for = id;
      each.firstElementChild.after(note);
    }
  };
  if (asked.length > 1) {
    const another = NEW("button", { type: "button", textContent: "Another" });
    another.onclick = () => {
      ask((variant + 1 + Math.floor(Math.random() * (asked.length - 1))) % asked.length);
      place.replaceChildren();
      input.value = "";
      input.focus();
    };
    another.title = "The same question with other numbers";
    form.append(another);
  }
  form.onsubmit = async (event) => {
    event.preventDefault();
    const found = await import("./exercise/grade.js").catch(() => null);
    const { right, unread, wrong, message = "" } = found?.grade(input.value, said, variant) ?? UNREACHED;
    const hint = wrong === undefined ? [message.replace(/^Not yet\. ?/, "")] : [...hints[wrong].cloneNode(true).childNodes];
    if (unread) place.replaceChildren(message);
    else say(place, right, box, ...hint);
    input.setAttribute("aria-invalid", String(!right));
    if (right || !answer(id)?.right) answer(id, { text: input.value, variant, right });
    if (right) solved(exercise, id);
  };
  box.append(form, place);
  const kept = answer(id);
  if (!kept) return;
  ask(kept.variant in asked ? kept.variant : 0);
  input.value = kept.text;
  if (!kept.right) return;
  left.get(named(exercise)).delete(id);
  say(place, true, box);
}

// A starting block becomes a place to write, when a reader wants to.
function task(block) {
  let heading = block;
  while (heading && !heading.matches("h3[id]")) heading = heading.previousElementSibling;
  if (!heading) return;
  const id = `${heading.id}-task`;
  needs(heading.id, id, heading);
  const begin = NEW("button", { type: "button", textContent: "Solve it here" });
  const bar = NEW("div", { className: "reply" }, begin);
  const open = async () => {
    const found = await import("./exercise/task.js").catch(() => null);
    if (found) found.write(block, bar, id, () => solved(heading.id, id));
    else bar.replaceChildren(begin, NEW("span", { role: "status", textContent: UNREACHED.message }));
  };
  begin.onclick = () => open().then(() => document.getElementById(id)?.focus());
  block.after(bar);
  if (draft(id)) open();
}

// A question: an option that is opened answers with its reason.
function question(paragraph, number) {
  const id = `question-${number}`, options = [];
  for (let next = paragraph; (next = next.nextElementSibling)?.matches("details.option"); ) options.push(next);
  if (!options.length) return;
  needs(id, id, paragraph);
  const state = NEW("p", { className: "said" });
  state.setAttribute("role", "status");
  options.at(-1).after(state);
  const isRight = (option) => option.querySelector("p > strong")?.textContent.startsWith("Right");
  if (isSolved(id)) {
    options.find(isRight).open = true;
    state.className = "said right";
    state.textContent = "Answered.";
  }
  for (const option of options) {
    option.firstElementChild.addEventListener("click", () => {
      if (option.open) return;
      const right = options.some((each) => (each.open || each === option) && isRight(each));
      state.className = right ? "said right" : "said";
      state.textContent = right ? "Answered." : "Not yet. Choose another.";
      if (right) solved(id, id);
    });
  }
}

function start() {
  document.querySelectorAll(".answer:not(:has(form))").forEach((box, i) => field(box, i + 1));
  document.querySelectorAll("[data-apart=start]:not(:has(+ .reply))").forEach(task);
  const asked = document.querySelectorAll("p:has(> strong:first-child):has(+ details.option)");
  asked.forEach((paragraph, i) => question(paragraph, i + 1));
  asks([...left.keys()].filter((name) => name.startsWith(named("exercise-"))).length);
}

start();
document.addEventListener("downhill:page", start);
