// How the widget looks. What a page may set are the properties --pourparlers-… and the parts.

// Important declarations of a shadow tree win over those of the page (CSS Cascading 5, section 6.1):
// a page that hides everything does not hide this. Width and margins stay the page's.
const HOST = `
:host {
  display: block !important; position: relative !important; inset: auto !important;
  visibility: visible !important; opacity: 1 !important; height: auto !important;
  max-height: none !important; overflow: visible !important; transform: none !important;
  filter: none !important; clip: auto !important; clip-path: none !important; mask: none !important;
  content-visibility: visible !important; pointer-events: auto !important;
}
:host([hidden]), [hidden] { display: none !important; }
::slotted(*) { all: revert !important; }
::slotted(a) { color: var(--link) !important; }
`;

const LIGHT = `
  color-scheme: light;
  --paper: var(--pourparlers-paper, #fff); --text: var(--pourparlers-text, #1a1d21);
  --quiet: var(--pourparlers-quiet, #565d66); --line: var(--pourparlers-line, #d5d9de);
  --link: var(--pourparlers-link, #0b57a4); --late: var(--pourparlers-late, #7a5200);
  --off: var(--pourparlers-off, #a1260d);
`;
const DARK = `
  color-scheme: dark;
  --paper: var(--pourparlers-paper, #15181c); --text: var(--pourparlers-text, #eceff2);
  --quiet: var(--pourparlers-quiet, #a7afb8); --line: var(--pourparlers-line, #343a42);
  --link: var(--pourparlers-link, #7db4f5); --late: var(--pourparlers-late, #e5b559);
  --off: var(--pourparlers-off, #ff9d85);
`;

const COLOURS = `
.root { ${LIGHT} }
:host([theme="dark"]) .root { ${DARK} }
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"], [theme="dark"])) .root { ${DARK} }
}
@media print { :host .root { ${LIGHT} } .toggle, .root .foot a { display: none; } }
`;

// What a page's texts inherit does not come in: the root begins anew.
const TEXT = `
.root {
  all: initial; direction: ltr; display: block; box-sizing: border-box; container-type: inline-size;
  padding: var(--pourparlers-padding, 1rem); background: var(--paper); color: var(--text);
  font: 1rem/1.5 var(--pourparlers-font, system-ui, "Liberation Sans", Arial, sans-serif);
  overflow-wrap: anywhere; text-align: start;
}
ol { list-style: none; margin: 0; padding: 0; }
p { margin: 0; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
a:focus-visible, button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.bar, .foot { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; justify-content: space-between;
  align-items: baseline; font-size: 0.875rem; color: var(--quiet); }
.bar { margin-block-end: 0.75rem; }
.foot { margin-block-start: 1rem; padding-block-start: 0.5rem;
  border-block-start: 1px solid var(--line); }
button { font: inherit; color: var(--text); background: var(--paper); cursor: pointer;
  border: 1px solid var(--quiet); border-radius: 0.25rem; padding: 0.125rem 0.5rem; }
.caption::first-letter, .month::first-letter { text-transform: uppercase; }
.notice:not(:empty) { margin-block-end: 0.75rem; padding: 0.25rem 0.75rem;
  border-inline-start: 3px solid var(--late); }
`;

const EVENTS = `
.date, .status { display: inline; font-size: 0.875rem; color: var(--quiet); }
.date { font-variant-numeric: tabular-nums; }
.status::before { content: " ·\\a0"; }
.status b { font-weight: 400; }
.late b { font-weight: 700; color: var(--late); }
.off b { font-weight: 700; color: var(--off); }
.title { font-weight: 600; }
.title a { color: var(--text); text-decoration-color: var(--quiet); }
.off .title a { text-decoration-line: underline line-through; font-weight: 400; }
.details { font-size: 0.875rem; color: var(--quiet); }
.moved { color: var(--late); font-weight: 600; }
.list .event { padding-block: 0.75rem; border-block-start: 1px solid var(--line); }
@container (min-width: 34rem) {
  .list .event { display: grid; grid-template-columns: 12rem 1fr; column-gap: 1.5rem; }
  .list .event > * { grid-column: 2; }
  .list .event > .date { grid-column: 1; grid-row: 1 / span 4; }
  .list .status::before { content: none; }
}
.month { font-weight: 600; margin-block: 1rem 0.5rem; }
.timeline > li:first-child .month { margin-block-start: 0; }
.timeline .event { position: relative; padding: 0 0 1.25rem 1.5rem; }
.timeline .event::before, .timeline .event::after { content: ""; position: absolute; }
.timeline .event::before { left: 0.3125rem; top: 0.75rem; bottom: -0.75rem;
  border-left: 1px solid var(--line); }
.timeline li:last-child > ol > .event:last-child::before { display: none; }
.timeline .event::after { left: 0; top: 0.3125rem; width: 0.4375rem; height: 0.4375rem;
  border: 2px solid var(--text); border-radius: 50%; background: var(--text); }
.timeline .told::after, .timeline .late::after { background: var(--paper); }
.timeline .vague::after { background: var(--paper); border-style: dotted; }
.timeline .off::after { content: "×" / ""; border: 0; background: var(--paper); color: var(--off);
  width: auto; height: auto; left: 0; top: 0; border-radius: 0;
  font: 700 1.125rem/1.25rem system-ui, sans-serif; }
`;

/** The stylesheet of all widgets of a page: built, not inlined, so that a strict policy allows it. */
export const STYLE = new CSSStyleSheet();
STYLE.replaceSync(HOST + TEXT + COLOURS + EVENTS);
