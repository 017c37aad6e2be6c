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
 * Events on `document`, each with `detail` { page, block, ... }:
 *     downhill:asked                  a reader asks for a block, which may have to wait
 *     downhill:held     { by, result }  it does not run: `by` above it failed, or all was stopped
 *     downhill:loading  { text }      Python or a package is on its way
 *     downhill:running                a block begins
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
/** @type {Map<number, {hear: (heard: any) => void, end: (answer: any) => void, fail: (error: Error) => void}>} */
const waiting = new Map();
let asked = 0;
/** What each block of a page said when it ran to its end. @type {Map<string, string[]>} */
const ran = new Map();
/** One thing at a time. @type {Promise<unknown>} */
let queue = Promise.resolve();
let era = 0; // a stop ends it, and with it what was waiting

const STOPPED = Object.freeze({ output: "", error: null, stopped: true });

/** The address that Python comes from, and what it weighs, from the page's head. */
export function source() {
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=downhill-runtime]"));
  return { base: new URL(meta.content, document.baseURI).href, sizes: JSON.parse(meta.dataset.sizes ?? "{}") };
}

function say(/** @type {string} */ name, /** @type {object} */ detail) {
  document.dispatchEvent(new CustomEvent(`downhill:${name}`, { detail }));
}

function start() {
  if (worker) return worker;
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "python" });
  worker.onmessage = ({ data }) => {
    const job = waiting.get(data.id);
    if (data.kind === "end" || data.kind === "failed") waiting.delete(data.id);
    if (data.kind === "end") job?.end(JSON.parse(data.answer));
    else if (data.kind === "failed") job?.fail(new Error(data.text));
    else job?.hear(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const jobs = [...waiting.values()];
    drop();
    jobs.forEach((job) => job.fail(new Error(event.message || "the worker did not start")));
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

/**
 * @param {{page: string, blocks: {name: string, code: string}[], evaluate?: boolean, copy?: boolean}} message
 * @param {(heard: {kind: string, text: string}) => void} hear
 * @returns {Promise<Result>}
 */
function ask(message, hear) {
  const fresh = !worker;
  const python = start();
  const id = ++asked;
  const { base, sizes } = source();
  const packages = Object.keys(sizes).filter((name) => name !== "python");
  const wanted = fresh ? { base, first: imports(message.blocks.map(({ code }) => code).join("\n"), packages) } : {};
  return new Promise((end, fail) => {
    waiting.set(id, { hear, end, fail });
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
async function run(/** @type {Block} */ block) {
  const { page } = block;
  const code = codeOf(block);
  say("running", { page, block });
  /** @type {Result} */
  let result;
  let output = "";
  try {
    const blocks = [{ name: nameOf(block), code }];
    result = await ask({ page, blocks }, (heard) => {
      if (heard.kind === "stdout") output += heard.text;
      if (heard.kind === "figure") say("figure", { page, block, svg: heard.text });
      else if (heard.kind === "loading") say("loading", { page, block, text: heard.text });
      else say("output", { page, block, kind: heard.kind, text: heard.text });
    });
    const done = ran.get(page) ?? [];
    ran.set(page, done);
    done[block.number - 1] = code;
    if (failed(block, result)) delete done[block.number - 1];
  } catch (error) {
    drop(); // a Python that did not load is asked for again
    const { message } = /** @type {Error} */ (error);
    const text = `Python could not be loaded: ${message}\n`;
    result = { output, error: { type: "LoadError", message, last: text.trim(), text, name: "", line: null } };
  }
  say("ran", { page, block, result });
  return result;
}

const failed = (/** @type {Block} */ block, /** @type {Result} */ result) =>
  result.stopped || (result.error !== null && result.error.type !== block.raises);

/** Blocks that a reader has asked for. @type {Map<Block, Promise<Result>>} */
const pending = new Map();

/** @returns {Promise<Result>} */
async function runThrough(/** @type {Block} */ block) {
  await import("./cell.js"); // which shows what happens
  const { page } = block;
  say("asked", { page, block });
  let by = block;
  const result = await enqueue(async () => {
    const blocks = blocksOf();
    const todo = blocks.includes(block)
      ? plan(blocks.map(codeOf), ran.get(block.page) ?? [], block.number).map((number) => blocks[number - 1])
      : [block];
    const mine = era;
    /** @type {Result} */
    let last = STOPPED;
    for (by of todo) {
      last = mine === era ? await run(by) : STOPPED;
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
    const going = pending.get(block) ?? runThrough(block).finally(() => pending.delete(block));
    pending.set(block, going);
    return going;
  },

  evaluate(/** @type {string | {name: string, code: string}[]} */ code, { copy = true, limit = 10, page = location.pathname } = {}) {
    const blocks = typeof code === "string" ? [{ name: "<code>", code }] : code;
    return enqueue(async () => {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const begun = (/** @type {{kind: string, text: string}} */ heard) => {
        if (heard.kind === "begun") timer = setTimeout(() => session.stop(), limit * 1000);
        if (heard.kind === "loading") say("loading", { page, block: null, text: heard.text });
      };
      try {
        return await ask({ page, blocks, evaluate: true, copy }, begun);
      } catch (error) {
        drop();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    });
  },

  stop() {
    era++;
    const jobs = [...waiting.values()];
    drop();
    jobs.forEach((job) => job.end(STOPPED));
  },
};
