// The index of the search is as large as a page; it is fetched when a reader turns to the search.
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
