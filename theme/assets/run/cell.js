/** Shows what happens to a block: what it prints and draws, and how that compares. */

import { codeOf } from "./edits.js";
import { ANEW } from "./session.js";
import { same } from "./text.js";

/** @typedef {import("./blocks.js").Block} Block */

const said = document.createElement("div"); // read aloud; the page shows it at the block
said.className = "run__aloud";
said.role = "status";
document.body.append(said);

/** @type {Cell | null} */
let asked = null; // by the reader; those above it run unheard, unless they fail

const aloud = (/** @type {Cell} */ cell, /** @type {string} */ words) =>
  (said.textContent = `Block ${cell.block.number}: ${words}`);

/** @type {WeakMap<Block, Cell>} */
const cells = new WeakMap();

function make(/** @type {string} */ tag, /** @type {string} */ name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

class Cell {
  constructor(/** @type {Block} */ block) {
    this.block = block;
    /** @type {HTMLElement | null} */
    this.bar = block.element.querySelector(".run");
    this.go = this.bar?.querySelector("button");
    /** @type {HTMLElement | null} */
    this.said = block.element.querySelector(".run__said");
    /** @type {HTMLElement | null} */
    this.live = null;
    this.code = make("code", ""); // in it
    this.wrong = false; // something came on stderr
    /** @type {HTMLElement[]} */
    this.figures = [];
    /** @type {{image: HTMLImageElement, address: string} | null} */
    this.replaced = null; // the published figure that a drawn one stands for
    this.printed = "";
    this.busy = false;
    this.waits = false;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.clock = undefined;
  }

  edited() {
    return codeOf(this.block) !== this.block.original;
  }

  /** The place where the output goes: that of the published one, at first its size, or above it. */
  open() {
    if (this.live) return;
    const { published, element } = this.block;
    this.live = make("div", "language-output highlight run__live");
    const pre = make("pre", "");
    this.code = make("code", "");
    this.live.append(pre);
    pre.append(this.code);
    if (published && !this.edited()) {
      this.live.style.minHeight = `${published.offsetHeight}px`;
      published.hidden = true;
    }
    element.after(this.live);
  }

  close() {
    this.live?.remove();
    this.live = null;
    if (this.block.published) this.block.published.hidden = false;
  }

  /** As published, with nothing of a run. */
  clear() {
    this.figures.forEach((figure) => figure.remove());
    this.figures = [];
    if (this.replaced) this.replaced.image.src = this.replaced.address;
    this.replaced = null;
    this.close();
    this.block.published?.querySelector(".run__label")?.remove();
    clearInterval(this.clock);
    this.printed = "";
    this.wrong = false;
    this.bar?.removeAttribute("data-verdict");
    this.say("");
  }

  begin() {
    this.clear();
    this.busy = true;
    this.waits = false;
    if (this.block.published && !this.edited()) this.open();
    this.stop(true);
    this.say("running");
  }

  /** The code itself has begun, at this time. */
  tick(/** @type {number} */ since) {
    const say = () => this.say(`running, ${Math.round((performance.now() - since) / 1000)} s`.replace(", 0 s", ""));
    say();
    clearInterval(this.clock);
    this.clock = setInterval(say, 1000);
  }

  /** A reader asks for it; what is above comes first. @param {{block: Block, title: string} | null} after */
  wait(after) {
    asked = this;
    this.clear();
    this.waits = true;
    this.stop(true);
    const where = after && after.block.page !== this.block.page ? ` of ${after.title}` : "";
    this.say(after ? `waits: block ${after.block.number}${where} runs` : "waiting for what comes before");
    aloud(this, after ? `waits for block ${after.block.number}${where}` : "running");
  }

  /** It does not run after all. */
  hold(/** @type {Block} */ by, /** @type {boolean} */ stopped) {
    if (!this.waits) return; // it has run
    this.waits = false;
    this.stop(false);
    if (stopped) this.finish("stopped", "stopped");
    else this.finish("error", `block ${by.number} above fails`);
  }

  write(/** @type {string} */ kind, /** @type {string} */ text) {
    this.open();
    if (kind === "stdout") this.printed += text;
    else this.wrong = true;
    this.code.append(kind === "stdout" ? text : make("span", "run__err", text));
  }

  /** A figure of the block as published takes the place of that one; a reader's stands with the output. */
  draw(/** @type {string} */ svg) {
    const address = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    const before = this.figures.at(-1) ?? this.live ?? this.block.published ?? this.block.element;
    const shown = this.shown()?.querySelector("img");
    if (shown && !this.figures.length && !this.replaced && !this.edited()) {
      this.replaced = { image: shown, address: shown.src };
      shown.src = address;
      return;
    }
    const figure = make("figure", "run__figure");
    const image = document.createElement("img");
    const [, width, height] = /width="([\d.]+)(?:pt)?" height="([\d.]+)/.exec(svg) ?? [];
    if (height) [image.width, image.height] = [Number(width), Number(height)];
    image.alt = `Figure drawn by block ${this.block.number}`;
    image.src = address;
    figure.append(image);
    this.figures.push(figure);
    if (!this.edited()) return before.after(figure);
    this.open();
    this.live?.append(figure);
  }

  /** The published figure of the block. */
  shown() {
    const below = (this.block.published ?? this.block.element).nextElementSibling;
    return below?.matches("figure:not(.run__figure)") ? below : null;
  }

  /** @param {import("./session.js").Result} result */
  end({ error, stopped }) {
    this.busy = false;
    this.stop(false);
    clearInterval(this.clock);
    const { published, raises } = this.block;
    const edited = this.edited();
    const drawn = edited && this.figures.length > 0;
    const expected = error !== null && error.type === raises;
    if (stopped) {
      this.write("stderr", `Stopped. ${ANEW}\n`);
      return this.finish("stopped", "stopped");
    }
    const printed = this.printed + (expected ? error.last : "");
    const shown = published?.querySelector("code")?.textContent ?? "";
    if ((expected || !error) && !this.wrong && !drawn && same(shown, printed)) {
      this.close();
      if (published) return this.finish("same", "same as published");
      return this.finish("done", this.replaced ? "drawn here" : "done");
    }
    if (error) this.write("stderr", error.text);
    if (error && !expected) return this.finish("error", error.type === "LoadError" ? "not loaded" : error.type);
    this.open();
    if (!this.printed && !this.wrong && !drawn) this.code.append(make("i", "", "(nothing)"));
    return this.finish("different", edited ? "your version" : "differs from published");
  }

  finish(/** @type {string} */ verdict, /** @type {string} */ words) {
    const { published } = this.block;
    this.say(words);
    if (this === asked || !["same", "done"].includes(verdict)) aloud(this, words);
    if (this.bar) this.bar.dataset.verdict = verdict;
    if (!this.live) return;
    this.live.style.minHeight = "";
    this.live.classList.toggle("run__live--error", verdict === "error");
    if (this.code.scrollWidth > this.code.clientWidth || this.code.scrollHeight > this.code.clientHeight) this.code.tabIndex = 0;
    if (published || this.shown()) this.live.prepend(make("div", "run__label", "Here"));
    if (!published) return;
    published.prepend(make("div", "run__label", "Published"));
    published.hidden = false;
  }

  /** While it runs, the button stops it. */
  stop(/** @type {boolean} */ running) {
    if (!this.go) return;
    const name = running ? "Stop" : "Run";
    this.go.dataset.do = name.toLowerCase();
    this.go.textContent = name;
    this.go.setAttribute("aria-label", `${name} block ${this.block.number}`);
  }

  say(/** @type {string} */ words) {
    if (!this.said) return;
    this.said.textContent = words;
    delete this.said.dataset.first;
  }
}

function cellOf(/** @type {Block} */ block) {
  const cell = cells.get(block) ?? new Cell(block);
  cells.set(block, cell);
  return cell;
}

/** @param {string} name @param {(cell: Cell, detail: any) => void} then */
const on = (name, then) =>
  document.addEventListener(`downhill:${name}`, (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (detail.block) then(cellOf(detail.block), detail);
  });

on("asked", (cell, { after }) => cell.wait(after));
on("held", (cell, { by, result }) => cell.hold(by, result.stopped));
on("running", (cell) => cell.begin());
on("loading", (cell, { text }) => cell.say(text));
on("begun", (cell, { since }) => cell.tick(since));
on("edited", (cell) => {
  if (!cell.busy && codeOf(cell.block) === cell.block.original) cell.clear();
});
on("output", (cell, { kind, text }) => ["stdout", "stderr"].includes(kind) && cell.write(kind, text));
on("figure", (cell, { svg }) => cell.draw(svg));
on("ran", (cell, { result }) => {
  cell.end(result);
  if (result.error?.type === "LoadError") return;
  try {
    localStorage.setItem("downhill:python", "loaded");
  } catch {
    // then the size is said again
  }
  document.querySelectorAll(".run__said[data-first]").forEach((note) => note.replaceChildren());
});
