const COPY = { version: "", files: {} }; // The build writes this line: every file with its hash.

// Keeps a whole copy of the site, for a reader who has asked for it. With a network, pages
// come from there; without, from the copy, which is of one version, complete or not there.
const name = `downhill ${COPY.version}`;

async function keep() {
  const cache = await caches.open(name);
  const files = Object.entries(COPY.files);
  await cache.addAll(files.map(([path, integrity]) => new Request(path, { integrity, cache: "no-cache" })));
  await self.skipWaiting();
}

async function clear() {
  const others = (await caches.keys()).filter((other) => other.startsWith("downhill ") && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
  await self.clients.claim();
}

async function answer(request) {
  try {
    const page = request.mode === "navigate"; // which cannot be fetched with options
    return await fetch(page ? request.url : request, { cache: "no-cache", ...(page && { redirect: "manual" }) });
  } catch (error) {
    const cache = await caches.open(name);
    const { origin, pathname } = new URL(request.url);
    const kept = await cache.match(origin + pathname);
    if (kept) return kept;
    const folder = pathname.replace(/(index\.html|\/)?$/, "/"); // where a server sends it on
    if (await cache.match(origin + folder)) return Response.redirect(folder);
    const python = await caches.match(request, { ignoreVary: true }); // where the site serves it
    if (python) return python;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(keep().catch((error) => caches.delete(name).then(() => Promise.reject(error)))));
addEventListener("activate", (event) => event.waitUntil(clear()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.url.startsWith(registration.scope)) event.respondWith(answer(request));
  else event.respondWith(caches.match(request, { ignoreVary: true }).then((python) => python ?? fetch(request)));
});
