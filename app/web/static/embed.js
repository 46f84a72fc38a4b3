// Makes each frame of ours on a page of others as high as what it shows.
// It believes a height only from our own origin, and only for the frame that says it.
(() => {
  "use strict";
  const home = new URL(document.currentScript.src);
  const embed = new URL("embed?", home).href;
  const frames = () => [...document.querySelectorAll("iframe")].filter((f) => f.src.startsWith(embed));
  // To whatever is in the frame: before it has loaded that is not ours, and the question no secret.
  const ask = (frame) => frame.contentWindow.postMessage({ type: "pourparlers:ask" }, "*");

  addEventListener("message", (event) => {
    if (event.origin !== home.origin) return;
    const { type, height } = Object(event.data);
    if (type !== "pourparlers:height" || !Number.isFinite(height)) return;
    const frame = frames().find((f) => f.contentWindow === event.source);
    if (frame) frame.height = Math.min(Math.max(Math.ceil(height), 80), 20000);
  });

  for (const frame of frames()) {
    frame.addEventListener("load", () => ask(frame));
    ask(frame);
  }
})();
