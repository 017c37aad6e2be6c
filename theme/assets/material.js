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
    removeEventListener("keydown", typed);
    tell("downhill:begun");
    let pages = 0;
    document$.subscribe(() => pages++ && tell("downhill:page")); // each that instant navigation brings
    again(act);
  };
  document.body.append(script);
};

// A key that was pressed before the script could hear of it, such as that of the next page.
const again = (act) => {
  const { activeElement, body } = document;
  if (act?.type === "keydown" && activeElement === body) body.dispatchEvent(new KeyboardEvent(act.type, act));
};

// The field of the search takes letters at once: the script finds them there when it comes.
const typed = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.activeElement !== document.body) return;
  if (!["f", "s", "/"].includes(event.key)) return;
  event.preventDefault();
  document.forms.search.query.focus();
};
addEventListener("keydown", typed);
document.getElementById("__search")?.addEventListener("change", ({ target }) => {
  if (target.checked) document.forms.search.query.focus();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const act of ["pointermove", "scroll", "keydown", "focusin", "click"])
    addEventListener(act, begin, { capture: true, once: true });
});
addEventListener("load", () => setTimeout(begin, REST));

// The search weighs as much as a page. Its worker and its index wait until a reader turns to it.
const turned = new Promise((resolve) => {
  const { search } = document.forms;
  if (search?.contains(document.activeElement)) resolve(); // while the page was still coming
  search?.addEventListener("focusin", resolve, { once: true });
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
