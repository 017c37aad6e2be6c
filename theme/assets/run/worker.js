/**
 * Python in a worker of its own, so that the page never waits for it. It speaks only when
 * asked: { id, page, blocks, evaluate?, copy? }, the first time with { base, first }, the address
 * that Pyodide comes from and packages to load with it.
 */

/** @type {Promise<any> | undefined} */
let python;
let fonts = false;

/** @typedef {(kind: string, text?: string) => void} Tell */

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
  return { pyodide, reader: pyodide.pyimport("downhill.runtime.reader") };
}

/** Load the packages that a code imports, and no other; with matplotlib the site's letters. */
async function load(/** @type {any} */ pyodide, /** @type {{code: string}[]} */ blocks, /** @type {Tell} */ tell) {
  /** @type {string[]} */
  const wrong = [];
  const options = {
    messageCallback: (/** @type {string} */ said) => tell("loading", said),
    errorCallback: (/** @type {string} */ said) => wrong.push(said),
  };
  for (const { code } of blocks) await pyodide.loadPackagesFromImports(code, options);
  if (wrong.length) throw new Error(wrong.join("; "));
  if (fonts || !pyodide.loadedPackages.matplotlib) return;
  pyodide.FS.mkdirTree("/site/fonts");
  await Promise.all(["normal.ttf", "italic.ttf"].map(async (name) => {
    const font = await own(`fonts/${name}`).then((answer) => answer.arrayBuffer());
    pyodide.FS.writeFile(`/site/fonts/${name}`, new Uint8Array(font));
  }));
  fonts = true;
}

onmessage = async ({ data: { id, base, first, page, blocks, evaluate, copy } }) => {
  /** @type {Tell} */
  const tell = (kind, text) => postMessage({ id, kind, text });
  try {
    if (!python) {
      tell("loading", "Python");
      python = start(base, first);
    }
    const { pyodide, reader } = await python;
    await load(pyodide, blocks, tell);
    tell("begun");
    const answer = reader.answer(JSON.stringify({ page, blocks, evaluate: !!evaluate, copy: !!copy }), tell);
    postMessage({ id, kind: "end", answer });
  } catch (error) {
    python = undefined;
    const said = error instanceof Error ? error.message : String(error);
    tell("failed", said.trim().split("\n").at(-1));
  }
};
