// Tells the page around this frame how high it is; only that page is told, once it has asked.
(() => {
  "use strict";
  if (window.parent === window) return;
  let origin = null;
  const tell = () => {
    if (origin === null) return;
    const height = document.documentElement.getBoundingClientRect().height;
    window.parent.postMessage({ type: "pourparlers:height", height }, origin);
  };
  addEventListener("message", (event) => {
    if (event.source !== window.parent || Object(event.data).type !== "pourparlers:ask") return;
    // A page without an origin of its own, as in a sandbox, can only be told as anybody is.
    origin = event.origin === "null" ? "*" : event.origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);
})();
