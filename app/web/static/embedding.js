// Makes the page on embedding live: each change of the form asks for the page again, and takes the
// snippets and the preview from it. So they are written in one place, with a script or without.
"use strict";

const form = document.getElementById("playground");
const shown = document.querySelector("pourparlers-timeline");
const problem = document.getElementById("problem");
let waiting = 0;
let asking = null;

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 300);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});

function show() {
  const filled = [...new FormData(form)].filter(([, value]) => value.trim());
  const address = `?${new URLSearchParams(filled)}`;
  history.replaceState(null, "", address);
  asking?.abort();
  // Of all ways to read a page this one makes a document that runs nothing.
  asking = new XMLHttpRequest();
  asking.responseType = "document";
  asking.onload = ({ target }) => target.response && fill(target.response);
  asking.open("GET", address);
  asking.send();
}

function fill(page) {
  for (const code of document.querySelectorAll("code[id]")) {
    code.textContent = page.getElementById(code.id).textContent;
  }
  const wanted = page.querySelector("pourparlers-timeline");
  for (const name of shown.getAttributeNames()) {
    if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  shown.querySelector("a").replaceWith(document.importNode(wanted.querySelector("a"), true));
}

// What the API says of a filter that it cannot read is for the one who writes it.
shown.addEventListener("pourparlers-state", ({ detail }) => {
  problem.textContent = detail.problem ?? "";
});

for (const button of document.querySelectorAll("[data-copies]")) {
  const said = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = document.getElementById(button.dataset.copies);
    getSelection().selectAllChildren(code);
    // Where the clipboard may not be written, the text is selected at least.
    await navigator.clipboard?.writeText(code.textContent).then(
      () => {
        button.textContent = button.dataset.done;
        setTimeout(() => (button.textContent = said), 2_000);
      },
      () => {},
    );
  });
}

for (const list of document.querySelectorAll("[data-from]")) {
  const input = document.querySelector(`[list="${list.id}"]`);
  let soon = 0;
  input.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => suggest(list, input.value), 200);
  });
}

// After a comma another one begins: what stands before it stays.
async function suggest(list, text) {
  const [, before, last] = /^(.*,)?(.*)$/s.exec(text);
  if (last.trim().length < 2) return;
  const answer = await fetch(list.dataset.from + encodeURIComponent(last.trim()));
  if (!answer.ok) return;
  const { items } = await answer.json();
  list.replaceChildren(...items.map(({ id, name }) => new Option(name, (before ?? "") + id)));
}
