/**
 * The page's Python session: one namespace a page, in a worker that starts at the first run.
 *
 *     import { session } from "./session.js";
 *
 *     session.blocks()               the page's blocks, in order (see blocks.js)
 *     await session.runThrough(block)  runs the blocks above it that have not run as they
 *                                    stand, then the block; its Result, or that of the
 *                                    block above which failed
 *     await session.evaluate(code, { copy: true, limit: 10 })
 *                                    runs code in the page's namespace, or in a copy of it,
 *                                    which is thrown away; a Result. Code is a text, or
 *                                    [{ name, code }, ...] in order in one namespace, where
 *                                    the name is that of a traceback, such as "<your answer>".
 *                                    Past `limit` seconds Python is stopped.
 *     session.stop()                 ends Python at once; the next run starts it anew
 *
 * A Result is { output, error, value, stopped }: what was printed; null or what was raised,
 * { type, message, last, text, name, line }; for `evaluate` the value of a last expression, as JSON
 * can say it, else its repr; true if it was stopped before its end.
 *
 * Events on `document`, each with `detail` { page, block, ... }, where the block is the one
 * that is shown, if its page is:
 *     downhill:asked    { after }     a reader asks for a block, which may have to wait for one
 *     downhill:held     { by, result }  it does not run: `by` above it failed, or all was stopped
 *     downhill:running                a block begins
 *     downhill:loading  { text }      what of Python and its packages is here
 *     downhill:begun    { since }     it is all here, and the code runs
 *     downhill:output   { kind, text }  a piece of "stdout" or "stderr"
 *     downhill:figure   { svg }       a figure
 *     downhill:ran      { result }    a block has ended, well or not
 *     downhill:edited                 a reader's version was kept or thrown away
 *
 * @typedef {import("./blocks.js").Block} Block
 * @typedef {{type: string, message: string, last: string, text: string, name: string, line: number | null}} Raised
 * @typedef {{output: string, error: Raised | null, value?: any, stopped?: boolean}} Result
 */

import { blocksOf, imports, nameOf } from "./blocks.js";
import { codeOf } from "./edits.js";
import { plan } from "./text.js";

/** @type {Worker | null} */
let worker = null;
/** @type {Map<number, {hear: (heard: any) => void, end: (answer: Result) => void}>} */
const waiting = new Map();
let asked = 0;
/** What each block of a page said when it ran to its end. @type {Map<string, string[]>} */
const ran = new Map();
/** One thing at a time. @type {Promise<unknown>} */
let queue = Promise.resolve();
let era = 0; // a stop ends it, and with it what was waiting

/** The block that runs, with the title of its page and what it has said. @type {{block: Block, title: string, said: [string, any][]} | null} */
let now = null;

/** What a reader is told when Python is lost. */
export const ANEW = "Python starts again with the next run, which runs the blocks above first.";
const STOPPED = Object.freeze({ output: "", error: null, stopped: true });
const LOST = {
  load: ["LoadError", "Python could not be loaded: not every file of it arrived. Press Run again."],
  offline: ["LoadError", "Python comes over the network, and there is none. Press Run again when there is."],
  deep: ["RecursionError", `RecursionError: the calls went too deep for this browser. ${ANEW}`],
  broken: ["MemoryError", `This was too much for the Python of this browser. ${ANEW}`],
};

/** The result of what was lost with Python. @returns {Result} */
function lost(/** @type {keyof typeof LOST} */ why) {
  const [type, last] = LOST[why === "load" && !navigator.onLine ? "offline" : why];
  return { output: "", error: { type, message: last, last, text: `${last}\n`, name: "", line: null } };
}

/** The address that Python comes from, and what it weighs, from the page's head. */
export function source() {
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=downhill-runtime]"));
  return { base: new URL(meta.content, document.baseURI).href, sizes: JSON.parse(meta.dataset.sizes ?? "{}") };
}

/** @param {string} name @param {{page: string, block: Block | null, [more: string]: any}} detail */
function say(name, { block, ...more }) {
  const detail = { ...more, block: block && shown(block) };
  document.dispatchEvent(new CustomEvent(`downhill:${name}`, { detail }));
}

/** The block as it stands on the page; a page that is shown again has new ones. */
function shown(/** @type {Block} */ block) {
  if (block.element.isConnected || block.page !== location.pathname) return block;
  return blocksOf()[block.number - 1] ?? block;
}

// Who comes back sees what goes on.
document.addEventListener("downhill:page", () => {
  for (const { block } of pending.values()) if (shown(block) !== block) say("asked", { page: block.page, block, after: now });
  if (!now || shown(now.block) === now.block) return;
  for (const [name, detail] of now.said) say(name, detail);
});

function start() {
  if (worker) return worker;
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "python" });
  worker.onmessage = ({ data }) => {
    const job = waiting.get(data.id);
    if (data.kind === "end") {
      waiting.delete(data.id);
      job?.end(JSON.parse(data.answer));
    } else if (data.kind === "lost") giveUp(lost(data.text));
    else job?.hear(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    giveUp(lost("load"));
  };
  return worker;
}

/** Let go of Python and of all that ran in it. */
function drop() {
  worker?.terminate();
  worker = null;
  ran.clear();
  waiting.clear();
}

/** Let go of Python; what was asked of it ends so. */
function giveUp(/** @type {Result} */ result) {
  const jobs = [...waiting.values()];
  drop();
  jobs.forEach((job) => job.end(result));
}

/**
 * @param {{page: string, blocks: {name: string, code: string}[], evaluate?: boolean, copy?: boolean, show?: boolean}} message
 * @param {(heard: {kind: string, text: string}) => void} hear
 * @returns {Promise<Result>}
 */
function ask(message, hear) {
  const fresh = !worker;
  const python = start();
  const id = ++asked;
  const { base, sizes } = source();
  const code = message.blocks.map((block) => block.code).join("\n");
  const packages = Object.keys(sizes).filter((name) => name !== "python");
  const wanted = fresh ? { base, sizes, first: imports(code, packages) } : {};
  return new Promise((end) => {
    waiting.set(id, { hear, end });
    python.postMessage({ id, ...wanted, ...message });
  });
}

/** @param {() => Promise<Result>} work @returns {Promise<Result>} */
function enqueue(work) {
  const mine = era;
  const turn = queue.then(() => (mine === era ? work() : STOPPED));
  queue = turn.catch(() => {});
  return turn;
}

/** @returns {Promise<Result>} */
async function run(/** @type {Block} */ block, /** @type {string} */ title) {
  const { page } = block;
  const code = codeOf(block);
  const going = { block, title, said: /** @type {[string, any][]} */ ([]) };
  now = going;
  const tell = (/** @type {string} */ name, more = {}) => {
    const detail = { page, block, ...more };
    going.said.push([name, detail]);
    say(name, detail);
  };
  tell("running");
  const blocks = [{ name: nameOf(block), code }];
  const result = await ask({ page, blocks, show: code !== block.original }, ({ kind, text }) => {
    if (kind === "figure") tell("figure", { svg: text });
    else if (kind === "loading") tell("loading", { text });
    else if (kind === "begun") tell("begun", { since: performance.now() });
    else tell("output", { kind, text });
  });
  if (worker && !failed(block, result)) ran.set(page, Object.assign(ran.get(page) ?? [], { [block.number - 1]: code }));
  else delete ran.get(page)?.[block.number - 1];
  say("ran", { page, block, result });
  now = null;
  return result;
}

const failed = (/** @type {Block} */ block, /** @type {Result} */ result) =>
  result.stopped || (result.error !== null && result.error.type !== block.raises);

/** What a reader has asked for, by page and number. @type {Map<string, {block: Block, ends: Promise<Result>}>} */
const pending = new Map();

/** @returns {Promise<Result>} */
async function runThrough(/** @type {Block} */ block) {
  await import("./cell.js"); // which shows what happens
  const { page } = block;
  say("asked", { page, block, after: now });
  let by = block;
  const blocks = blocksOf();
  const title = document.title.split(" - ")[0];
  const result = await enqueue(async () => {
    const todo = blocks.includes(block)
      ? plan(blocks.map(codeOf), ran.get(block.page) ?? [], block.number).map((number) => blocks[number - 1])
      : [block];
    const mine = era;
    /** @type {Result} */
    let last = STOPPED;
    for (by of todo) {
      last = mine === era ? await run(by, title) : STOPPED;
      if (failed(by, last)) break;
    }
    return last;
  });
  if (result.stopped || by !== block) say("held", { page, block, by, result });
  return result;
}

export const session = {
  blocks: () => blocksOf(),

  /** Is Python there, with what ran in it? */
  get alive() {
    return worker !== null;
  },

  /** Has this block run as it stands? */
  hasRun: (/** @type {Block} */ block) => ran.get(block.page)?.[block.number - 1] === codeOf(block),

  /** @returns {Promise<Result>} */
  runThrough(/** @type {Block} */ block) {
    const key = `${block.page} ${block.number}`;
    const going = pending.get(key) ?? { block, ends: runThrough(block).finally(() => pending.delete(key)) };
    pending.set(key, going);
    return going.ends;
  },

  evaluate(/** @type {string | {name: string, code: string}[]} */ code, { copy = true, limit = 10, page = location.pathname } = {}) {
    const blocks = typeof code === "string" ? [{ name: "<code>", code }] : code;
    return enqueue(async () => {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const result = await ask({ page, blocks, evaluate: true, copy }, ({ kind, text }) => {
        if (kind === "begun") timer = setTimeout(() => session.stop(), limit * 1000);
        if (kind === "loading" || kind === "begun") say(kind, { page, block: null, text, since: performance.now() });
      });
      clearTimeout(timer);
      return result;
    });
  },

  stop() {
    era++;
    giveUp(STOPPED);
  },
};
