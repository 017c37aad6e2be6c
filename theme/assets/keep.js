// The button that keeps a copy of the site in this browser; progress.js loads it for its place.

const root = new URL("..", import.meta.url);

const PYTHON = "python for downhill"; // a cache of its own: it outlives a version of the site
const meta = document.querySelector("meta[name=downhill-runtime]");
const FAILED = "Not kept: a file did not arrive. Try again later.";

export function offer(place) {
  if (!("serviceWorker" in navigator)) return;
  const button = place.querySelector("button");
  const status = place.querySelector("[role=status]");
  const { python: core, ...packages } = JSON.parse(meta.dataset.sizes);
  const size = Object.values(packages).reduce((sum, each) => sum + each, core);
  const more = Object.assign(button.cloneNode(), { textContent: `Keep Python too (${size.toFixed(1)} MB)` });
  button.after(" ", more);
  const say = async (kept, text) => {
    button.textContent = kept ? "Remove the copy" : "Keep a copy in this browser";
    button.dataset.kept = kept ? "yes" : "";
    more.hidden = !kept || (await caches.has(PYTHON));
    status.textContent = text;
  };
  const copy = () => navigator.serviceWorker.getRegistration(root);
  const on = (pressed, act) => pressed.addEventListener("click", async () => {
    button.disabled = more.disabled = true;
    await act().catch(() => (status.textContent = FAILED));
    button.disabled = more.disabled = false;
  });

  on(button, async () => {
    if (button.dataset.kept) {
      await (await copy())?.unregister();
      const names = (await caches.keys()).filter((name) => name === PYTHON || name.startsWith("downhill "));
      await Promise.all(names.map((name) => caches.delete(name)));
      return say(false, "The copy is gone.");
    }
    status.textContent = "Keeping every page …";
    await whole(await navigator.serviceWorker.register(new URL("offline.js", root)));
    return say(true, "Kept. Every page now opens without a network.");
  });
  on(more, async () => {
    status.textContent = `Keeping Python, ${size.toFixed(1)} MB …`;
    if (await python(Object.keys(packages))) return say(true, "Kept. Blocks now run without a network.");
    await caches.delete(PYTHON);
    throw 0;
  });
  copy().then((kept) => {
    say(kept?.active, kept?.active ? "Kept in this browser." : "");
    place.hidden = false;
  });
}

// Only a worker may ask the host of Python. True if all of it came.
function python(packages) {
  const worker = new Worker(new URL("run/worker.js", import.meta.url), { type: "module" });
  worker.postMessage({ keep: { cache: PYTHON, packages }, base: new URL(meta.content, document.baseURI).href });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => resolve(false);
  }).finally(() => worker.terminate());
}

// Resolves when the copy is complete; the browser gives it up whole if one file is missing.
function whole(registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject();
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
