// Events as elements. Texts of the record become text nodes, never markup.

import { machine, month, told } from "./time.js";

/**
 * @typedef {{name: string | null}} Named
 * @typedef {object} Item an event as the API gives it
 * @property {string} id
 * @property {string} title
 * @property {string} lang
 * @property {keyof import("./words.js").Words} status
 * @property {string} agreement
 * @property {import("./time.js").When} when
 * @property {{when: import("./time.js").When}[]} previous
 * @property {{name: string | null, city: string | null, country: Named | null} | null} place
 * @property {{actor: Named | null, role: string}[]} participants
 *
 * @typedef {object} Look
 * @property {import("./words.js").Words} said
 * @property {string} lang
 * @property {boolean} reader whether times are the reader's
 * @property {(id: string) => string} address where the page of an event is
 */

const MOST_NAMES = 6;
const OFF = ["cancelled"];
const LATE = ["postponed", "suspended"];
const SETTLED = ["confirmed", "under_way", "held"];
const EXACT = ["minute", "day", "range"];

/**
 * An element with attributes and children; what is null, false or empty is left out.
 * @param {string} name
 * @param {Record<string, string | null | undefined | false>} attributes
 * @param {...(Node | string | null | false)} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value) element.setAttribute(key, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * One after the other, as the API orders them.
 * @param {Item[]} items
 * @param {Look} look
 */
export function list(items, look) {
  return make("ol", { class: "list", part: "list" }, ...items.map((item) => event(item, look)));
}

/**
 * Under the months in which they start, along a line.
 * @param {Item[]} items
 * @param {Look} look
 */
export function timeline(items, look) {
  /** @type {Map<string, Item[]>} */
  const months = new Map();
  for (const item of items) {
    const name = month(item.when, look.said);
    months.set(name, [...(months.get(name) ?? []), item]);
  }
  const groups = [...months].map(([name, within], index) => group(name, within, look, index));
  return make("ol", { class: "timeline", part: "timeline" }, ...groups);
}

/**
 * @param {string} name
 * @param {Item[]} items
 * @param {Look} look
 * @param {number} index
 */
function group(name, items, look, index) {
  const id = `month-${index}`;
  const heading = make("p", { class: "month", part: "month", id }, name);
  const events = items.map((item) => event(item, look));
  return make("li", {}, heading, make("ol", { "aria-labelledby": id }, ...events));
}

/**
 * @param {Item} item
 * @param {Look} look
 */
function event(item, look) {
  return make(
    "li",
    { class: `event ${tone(item)}`, part: `event ${item.status}` },
    date(item.when, look),
    status(item, look),
    title(item, look),
    moved(item, look),
    details(item, look),
  );
}

/** @param {Item} item */
function tone({ status, when }) {
  if (OFF.includes(status)) return "off";
  if (LATE.includes(status)) return "late";
  return EXACT.includes(when.precision) ? (SETTLED.includes(status) ? "" : "told") : "vague";
}

/**
 * @param {import("./time.js").When} when
 * @param {Look} look
 */
function date(when, { said, reader }) {
  const time = make("time", { datetime: machine(when) }, told(when, said, reader));
  return make("p", { class: "date", part: "date" }, time);
}

/**
 * In words first, so that it is read out before the title, and seen without colours.
 * @param {Item} item
 * @param {Look} look
 */
function status({ status, agreement }, { said }) {
  const doubt = agreement === "one_party" || agreement === "contradicted" ? said[agreement] : null;
  const word = make("b", {}, Object.hasOwn(said, status) ? String(said[status]) : status);
  return make("p", { class: "status", part: "status" }, word, doubt && `, ${doubt}`);
}

/**
 * @param {Item} item
 * @param {Look} look
 */
function title(item, look) {
  const attributes = { href: look.address(item.id), "data-id": item.id, part: "link" };
  const foreign = item.lang !== look.lang && item.lang;
  const link = make("a", { ...attributes, lang: foreign, dir: "auto" }, item.title);
  return make("p", { class: "title", part: "title" }, link);
}

/**
 * @param {Item} item
 * @param {Look} look
 */
function moved({ previous }, { said }) {
  if (!previous.length) return null;
  const dates = previous.map((former) => former.when.text).join(" ·\u00a0");
  return make("p", { class: "details moved", part: "moved" }, said.moved + dates);
}

/**
 * @param {Item} item
 * @param {Look} look
 */
function details({ place, participants }, { said }) {
  const where = [place?.name, place?.city, place?.country?.name].filter(Boolean).join(", ");
  const parts = [where, who(participants, said)].filter(Boolean);
  return parts.length ? make("p", { class: "details", part: "details" }, parts.join(" ·\u00a0")) : null;
}

/**
 * The parties, or all who take part where nobody is called a party.
 * @param {Item["participants"]} participants
 * @param {import("./words.js").Words} said
 */
function who(participants, said) {
  const parties = participants.filter((one) => one.role === "party");
  const shown = parties.length ? parties : participants;
  const names = [...new Set(shown.map((one) => one.actor?.name).filter(Boolean))];
  const rest = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (rest > 0 ? said.and(rest) : "");
}
