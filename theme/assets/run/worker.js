/**
 * Python in a worker of its own, so that the page never waits for it. It speaks only when
 * asked: { id, page, blocks, evaluate?, copy?, show? }, the first time with { base, sizes, first },
 * the address that Pyodide comes from, what it and each package weighs, and those to load with it.
 * Asked to { keep, base }, it keeps what those packages need in that cache, for offline.js.
 */

import { weight } from "./blocks.js";

/** @type {Promise<any> | undefined} */
let python;
let fonts = false;

console.error = () => {}; // Pyodide's last words; the page has its own

/** @typedef {(kind: string, text?: string) => void} Tell */

const PACKED = 0.47; // of Python's own files, which come compressed
let core = 0; // MB that have come of them
let rest = 0; // and of packages
/** @type {Record<string, number>} */
let sizes;
/** @type {Set<string>} */
const wanted = new Set();
/** @type {Tell} */
let tell;
let told = 0;

function arrived(/** @type {number} */ megabytes, /** @type {boolean} */ packed) {
  if (packed) rest += megabytes;
  else core += PACKED * megabytes;
  const here = Math.min(core, sizes.python) + rest;
  if (here - told < 0.1) return;
  told = here;
  tell("loading", `loading Python: ${here.toFixed(1)} of ${weight(wanted, sizes).toFixed(1)} MB`);
}

// Counts what comes. A package is checked here: the browser would hold it back to its end.
const { fetch } = self;
self.fetch = async (address, { integrity, ...options } = {}) => {
  const checks = integrity && self.crypto.subtle;
  const answer = await fetch(address, checks ? options : { ...options, integrity });
  if (!answer.ok || !answer.body) return answer;
  const body = answer.body.pipeThrough(new TransformStream({
    transform(part, flow) {
      arrived(part.length / 1e6, !!integrity);
      flow.enqueue(part);
    },
  }));
  const { status, headers } = answer;
  if (!checks) return new Response(body, { status, headers });
  const bytes = await new Response(body).arrayBuffer();
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (integrity !== `sha256-${btoa(String.fromCharCode(...sum))}`) throw new TypeError(`another ${address}`);
  return new Response(bytes, { status, headers });
};

const own = (/** @type {string} */ name) => fetch(new URL(name, import.meta.url)).then((answer) => {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer;
});

/** @param {string} base @param {string[]} first */
async function start(base, first) {
  const [{ loadPyodide }, sources] = await Promise.all([
    import(`${base}pyodide.mjs`),
    own("python.json").then((answer) => answer.json()),
  ]);
  const pyodide = await loadPyodide({
    indexURL: base,
    packages: first,
    env: { HOME: "/home/pyodide", MPLBACKEND: "module://downhill.runtime.backend", PYTHONHASHSEED: "0" },
    stdout: () => {},
    stderr: () => {},
    stdin: () => null,
  });
  for (const [path, text] of Object.entries(sources)) {
    pyodide.FS.mkdirTree(`/site/${path}`.replace(/\/[^/]*$/, ""));
    pyodide.FS.writeFile(`/site/${path}`, text);
  }
  pyodide.runPython("import sys; sys.path.append('/site')");
  return { pyodide, reader: pyodide.pyimport("downhill.runner") };
}

/** Load those of the site's packages that a code imports; with matplotlib the site's letters. */
async function load(/** @type {any} */ pyodide, /** @type {{code: string}[]} */ blocks) {
  /** @type {string[]} */
  const wrong = [];
  const options = { messageCallback: () => {}, errorCallback: (/** @type {string} */ said) => wrong.push(said) };
  const { find_imports } = pyodide.pyimport("pyodide.code");
  const named = blocks.flatMap(({ code }) => find_imports(code).toJs());
  const missing = named.filter((name) => Object.hasOwn(sizes, name) && !pyodide.loadedPackages[name]);
  missing.forEach((name) => wanted.add(name));
  if (missing.length) await pyodide.loadPackage(missing, options);
  if (wrong.length) throw new Error(wrong.join("; "));
  if (fonts || !pyodide.loadedPackages.matplotlib) return;
  pyodide.FS.mkdirTree("/site/fonts");
  await Promise.all(["normal.ttf", "italic.ttf"].map(async (name) => {
    const font = await own(`fonts/${name}`).then((answer) => answer.arrayBuffer());
    pyodide.FS.writeFile(`/site/fonts/${name}`, new Uint8Array(font));
  }));
  fonts = true;
}

const CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];

/** @param {{cache: string, packages: string[]}} what @param {string} base */
async function keep({ cache, packages }, base) {
  const { packages: all } = await own(`${base}pyodide-lock.json`).then((answer) => answer.json());
  const names = new Set(packages);
  for (const name of names) for (const needed of all[name].depends) names.add(needed);
  const files = [...CORE, ...[...names].map((name) => all[name].file_name)];
  await (await caches.open(cache)).addAll(files.map((file) => base + file));
}

onmessage = async ({ data: { id, base, first, page, blocks, evaluate, copy, show, ...more } }) => {
  if (more.keep) return postMessage(await keep(more.keep, base).then(() => true, () => false));
  tell = (kind, text) => postMessage({ id, kind, text });
  let begun = false;
  try {
    if (!python) {
      tell("loading", "loading Python");
      ({ sizes } = more);
      first.forEach((/** @type {string} */ name) => wanted.add(name));
      python = start(base, first);
    }
    const { pyodide, reader } = await python;
    await load(pyodide, blocks);
    begun = true;
    tell("begun");
    const asked = { page, blocks, evaluate: !!evaluate, copy: !!copy, show: !!show };
    postMessage({ id, kind: "end", answer: reader.answer(JSON.stringify(asked), tell) });
  } catch (error) {
    const deep = /call stack|recursion/.test(String(error));
    tell("lost", begun ? (deep ? "deep" : "broken") : "load");
  }
};
