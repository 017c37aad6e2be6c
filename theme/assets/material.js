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

// A key that was pressed before the script could hear of it, such as that of the next page.
const again = (act) => {
  const { activeElement, body } = document;
  if (act?.type === "keydown" && activeElement === body) body.dispatchEvent(new KeyboardEvent(act.type, act));
};

document.addEventListener("DOMContentLoaded", () => {
  for (const act of ["pointermove", "scroll", "keydown", "focusin", "click"])
    addEventListener(act, begin, { capture: true, once: true });
});
addEventListener("load", () => setTimeout(begin, REST));
