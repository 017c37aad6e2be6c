// Material's script holds up a slow phone for 0.4 s, and a page is read without it: it waits for
// the first thing that a reader does, or until there was time to read a little.
const REST = 5000; // milliseconds
const tell = (name) => document.dispatchEvent(new Event(name));
let begun = false;

const begin = (act) => {
  if (begun) return;
  begun = true;
  const script = document.createElement("script");
  script.src = document.querySelector("link[rel=prefetch][as=script]").href;
  script.onload = () => {
    document$.next(document); // it waits for a page to be read, which this one was long ago
    tell("downhill:begun");
    let pages = 0;
    document$.subscribe(() => pages++ && tell("downhill:page")); // each that instant navigation brings
    again(act);
  };
  document.body.append(script);
};

// What was done before the script could hear of it: a key of the search, or a click on its sign.
const again = (act) => {
  const { activeElement, body, forms } = document;
  if (act?.type === "keydown" && activeElement === body) body.dispatchEvent(new KeyboardEvent(act.type, act));
  if (document.getElementById("__search").checked) forms.search.query.focus();
};

document.addEventListener("DOMContentLoaded", () => {
  for (const act of ["pointermove", "scroll", "keydown", "focusin", "click"])
    addEventListener(act, begin, { capture: true, once: true, passive: true });
});
addEventListener("load", () => setTimeout(begin, REST));

// The search weighs as much as a page. Its worker and its index wait until a reader turns to it.
const turned = new Promise((resolve) => {
  document.forms.search?.addEventListener("focusin", resolve, { once: true });
});

const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, url, ...rest) {
  this.waits = String(url).endsWith("search/search_index.json");
  return open.call(this, method, url, ...rest);
};
XMLHttpRequest.prototype.send = function (body) {
  if (this.waits) turned.then(() => send.call(this, body));
  else send.call(this, body);
};

const Now = Worker;
self.Worker = class extends EventTarget {
  constructor(url, ...options) {
    super();
    const whole = new URL(url, location); // the page may be another by then
    if (!whole.pathname.includes("/workers/search.")) return new Now(whole, ...options);
    this.worker = turned.then(() => {
      const worker = new Now(whole, ...options);
      worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
      return worker;
    });
  }
  postMessage(...message) {
    this.worker.then((worker) => worker.postMessage(...message));
  }
};
