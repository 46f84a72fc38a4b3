// <pourparlers-timeline>: what it holds, what its attributes mean, when it is drawn anew.

import { list, make, timeline } from "./draw.js";
import { Feed, Problem } from "./feed.js";
import { STYLE } from "./style.js";
import { ago, movable } from "./time.js";
import { words } from "./words.js";

const REFRESH = 300;
const A_MINUTE = 60_000;
const ASKED_ANEW = ["src", "lang", "refresh"];

class PourparlersTimeline extends HTMLElement {
  static observedAttributes = [...ASKED_ANEW, "layout", "time"];

  /** @type {Feed | null} */
  #feed = null;
  /** @type {Problem | null} */
  #unusable = null;
  /** @type {import("./feed.js").Page | null} */
  #drawn = null;
  #lang = "en";
  #base = "";
  #list = "";
  #ticking = 0;

  #caption = make("p", { part: "caption", class: "caption" });
  #toggle = make("button", { type: "button", part: "toggle", class: "toggle" });
  #notice = make("p", { role: "status", part: "notice", class: "notice" });
  #content = make("div", {});
  #slot = make("slot");
  #age = make("span", { part: "age" });
  #whole = make("a", { part: "more" });
  #bar = make("div", { class: "bar", part: "bar" }, this.#caption, this.#toggle);
  #foot = make("p", { class: "foot", part: "foot" }, this.#age, this.#whole);
  #root = make("div", { class: "root", part: "root", role: "group" });

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [STYLE];
    this.#root.append(this.#bar, this.#notice, this.#content, this.#slot, this.#foot);
    shadow.append(this.#root);
    this.#toggle.addEventListener("click", () => {
      this.setAttribute("time", this.#reader ? "venue" : "reader");
    });
  }

  connectedCallback() {
    if (!this.#feed) this.#begin();
    this.#feed?.start();
    this.#ticking = setInterval(this.#tick, A_MINUTE / 2);
    this.#draw();
  }

  disconnectedCallback() {
    this.#feed?.stop();
    clearInterval(this.#ticking);
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.isConnected) {
      if (ASKED_ANEW.includes(name)) this.#feed = null;
    } else if (!ASKED_ANEW.includes(name)) {
      this.#draw();
    } else {
      // A feed asks a moment after it starts: several attributes set in a row are one question.
      this.#feed?.stop();
      this.#begin();
      this.#feed?.start();
      this.#draw();
    }
  }

  #begin() {
    this.#feed = null;
    try {
      const url = new URL(this.getAttribute("src") ?? "", this.baseURI);
      this.#read(url);
      this.#feed = new Feed(url.href, Number(this.getAttribute("refresh")) || REFRESH, this.#told);
      this.#unusable = null;
    } catch {
      this.#unusable = new Problem("src is not the address of a list of events.", 400);
    }
  }

  /**
   * Takes from the address what it says of language and place, and completes it.
   * @param {URL} url
   */
  #read(url) {
    const [, base] = /^(https?:\/\/[^?#]*?)\/v1\/events(\.json)?$/.exec(url.origin + url.pathname) ?? [];
    if (!base) throw new TypeError("not a list");
    const asked = this.getAttribute("lang") ?? url.searchParams.get("lang");
    const lang = asked ?? this.closest("[lang]")?.getAttribute("lang") ?? "";
    this.#lang = /^fr\b/i.test(lang) ? "fr" : "en";
    if (this.hasAttribute("lang") || !url.searchParams.has("lang")) {
      url.searchParams.set("lang", this.#lang);
    }
    this.#base = `${base}/${this.#lang}/`;
    const filter = new URLSearchParams(url.searchParams);
    for (const name of ["lang", "limit", "cursor", "include", "count"]) filter.delete(name);
    this.#list = this.#base + (filter.size ? `?${filter}` : "");
  }

  get #reader() {
    return this.getAttribute("time") === "reader";
  }

  #told = () => {
    // The same page as before stays as it is: with what is focused, or selected, or being read.
    if (this.#state.page && this.#state.page === this.#drawn) this.#note();
    else this.#draw();
    const { page, problem } = this.#state;
    const detail = { events: page?.items.length ?? null, problem: problem?.message ?? null };
    this.dispatchEvent(new CustomEvent("pourparlers-state", { detail, bubbles: true, composed: true }));
  };

  /** @returns {import("./feed.js").State} */
  get #state() {
    return this.#feed?.state ?? { page: null, checked: NaN, problem: this.#unusable };
  }

  #draw() {
    const { page } = this.#state;
    try {
      if (page) this.#fill(page, words(this.#lang));
    } catch {
      this.#feed?.refuse("The list of events has another shape than it should.");
      this.#draw();
      return;
    }
    this.#drawn = page;
    this.#root.lang = this.#lang;
    this.#slot.hidden = Boolean(page);
    this.#content.hidden = this.#bar.hidden = this.#foot.hidden = !page;
    this.#note();
  }

  /** What is said of the copy itself. */
  #note() {
    const { page, problem } = this.#state;
    const said = words(this.#lang);
    const notice = !problem ? "" : page ? said.away : said.missing;
    if (this.#notice.textContent !== notice) this.#notice.textContent = notice;
    this.#tick();
  }

  /**
   * @param {import("./feed.js").Page} page
   * @param {import("./words.js").Words} said
   */
  #fill(page, said) {
    const focused = this.shadowRoot?.activeElement?.getAttribute("data-id");
    this.#content.replaceChildren(this.#events(page.items, said));
    if (focused) this.#link(focused)?.focus();
    this.#caption.textContent = page.query.text;
    this.#root.setAttribute("aria-label", said.label + page.query.text);
    this.#toggle.hidden = !page.items.some((item) => movable(item.when));
    this.#toggle.textContent = this.#reader ? said.venue : said.reader;
    this.#whole.textContent = page.next ? said.more : said.whole;
    this.#whole.setAttribute("href", this.#list);
  }

  /**
   * @param {import("./draw.js").Item[]} items
   * @param {import("./words.js").Words} said
   */
  #events(items, said) {
    if (!items.length) return make("p", { part: "nothing" }, said.nothing);
    const draw = this.getAttribute("layout") === "list" ? list : timeline;
    const address = (/** @type {string} */ id) => `${this.#base}events/${encodeURIComponent(id)}`;
    return draw(items, { said, lang: this.#lang, reader: this.#reader, address });
  }

  /** @param {string} id */
  #link(id) {
    const links = [...this.#content.querySelectorAll("a")];
    return links.find((link) => link.getAttribute("data-id") === id);
  }

  #tick = () => {
    const said = words(this.#lang);
    this.#age.textContent = said.checked + ago(this.#state.checked, said);
  };
}

// Two versions on one page: the first one there serves both.
if (!customElements.get("pourparlers-timeline")) {
  customElements.define("pourparlers-timeline", PourparlersTimeline);
}
