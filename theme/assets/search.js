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
