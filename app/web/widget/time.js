// Dates as the record tells them. Only what ends in _at is an instant, and only that is given to Date.

/**
 * @typedef {object} When
 * @property {string} text the date in words, no more precise than it is known
 * @property {string | null} edtf
 * @property {string} precision
 * @property {string | null} earliest_start
 * @property {string | null} latest_start
 * @property {string | null} starts_at
 * @property {string | null} ends_at
 */

// A time alone, or one to another. "Since", "about" and "one of" are said in the API's words alone.
const PLAIN = /^[-\dT:]+(\/[-\dT:]+)?$/;
const A_DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Whether the date can be told in the reader's own time without saying more or less than is known.
 * @param {When} when
 */
export function movable(when) {
  return Boolean(when.starts_at) && PLAIN.test(when.edtf ?? "");
}

/**
 * The date in words: the venue's, as the API says it, or the reader's where there is an instant.
 * @param {When} when
 * @param {import("./words.js").Words} said
 * @param {boolean} reader
 */
export function told(when, said, reader) {
  if (!reader || !when.starts_at || !movable(when)) return when.text;
  const here = new Intl.DateTimeFormat(said.locale, { dateStyle: "long", timeStyle: "short" });
  const start = new Date(when.starts_at);
  const text = when.ends_at ? here.formatRange(start, new Date(when.ends_at)) : here.format(start);
  return `${text} (${here.resolvedOptions().timeZone})`;
}

/**
 * What a machine reads of it: an instant or a day, else nothing.
 * @param {When} when
 */
export function machine(when) {
  return when.starts_at ?? (A_DAY.test(when.edtf ?? "") ? when.edtf : null);
}

/**
 * The month in which it surely starts; the year or years, where that is all that is known.
 * @param {When} when
 * @param {import("./words.js").Words} said
 */
export function month(when, said) {
  const first = when.earliest_start?.split("-");
  const last = when.latest_start?.split("-");
  if (!first || !last) return said.undated;
  const [year, to] = [Number(first[0]), Number(last[0])];
  if (year !== to) return `${year}–${to}`;
  return first[1] === last[1] ? `${said.months[Number(first[1]) - 1]} ${year}` : String(year);
}

/**
 * How long ago an instant was, in words.
 * @param {number} instant milliseconds, or NaN where nobody knows
 * @param {import("./words.js").Words} said
 */
export function ago(instant, said) {
  if (Number.isNaN(instant)) return said.someTime;
  const minutes = Math.max(0, Math.floor((Date.now() - instant) / 60_000));
  const since = new Intl.RelativeTimeFormat(said.locale);
  if (minutes < 1) return said.now;
  if (minutes < 60) return since.format(-minutes, "minute");
  if (minutes < 48 * 60) return since.format(-Math.floor(minutes / 60), "hour");
  return since.format(-Math.floor(minutes / 60 / 24), "day");
}
