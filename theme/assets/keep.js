// The button that keeps a copy of the site in this browser; progress.js loads it for its place.

const root = new URL("..", import.meta.url);

export function offer(place) {
  if (!("serviceWorker" in navigator)) return;
  const button = place.querySelector("button");
  const status = place.querySelector("[role=status]");
  const say = (kept, text) => {
    button.textContent = kept ? "Remove the copy" : "Keep a copy in this browser";
    button.dataset.kept = kept ? "yes" : "";
    status.textContent = text;
  };
  const copy = () => navigator.serviceWorker.getRegistration(root);

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      if (button.dataset.kept) {
        await (await copy())?.unregister();
        const names = (await caches.keys()).filter((name) => name.startsWith("downhill "));
        await Promise.all(names.map((name) => caches.delete(name)));
        say(false, "The copy is gone.");
      } else {
        status.textContent = "Keeping every page …";
        await whole(await navigator.serviceWorker.register(new URL("offline.js", root)));
        say(true, "Kept. Every page now opens without a network.");
      }
    } catch (error) {
      status.textContent = `Not kept: ${error.message}`;
    }
    button.disabled = false;
  });
  copy().then((kept) => {
    say(kept?.active, kept?.active ? "Kept in this browser." : "");
    place.hidden = false;
  });
}

// Resolves when the copy is complete; the browser gives it up whole if one file is missing.
function whole(registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("a file did not arrive. Try again later."));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
