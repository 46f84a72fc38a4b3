// Asking the API: at first, again from time to time, less often while it is away, never unseen.

/**
 * @typedef {object} Page
 * @property {import("./draw.js").Item[]} items
 * @property {string | null} next
 * @property {{text: string}} query
 *
 * @typedef {object} State what is known after each answer
 * @property {Page | null} page the last good copy
 * @property {number} checked when the API last said that this is so, in milliseconds
 * @property {Problem | null} problem why the last question was not answered
 */

const PATIENCE = 15_000;
const OFTEN = 60;
const SELDOM = 3_600;
const RARELY = 86_400;
// What is no longer there, or should never have been, must not live on as a copy.
const WITHDRAWN = [404, 410, 451];

/** Why there is no answer: a status of HTTP and a problem document (RFC 9457), as far as given. */
export class Problem extends Error {
  /**
   * @param {string} detail
   * @param {number} status 0 where the API cannot be reached
   * @param {number} wait seconds for which it asks to be left alone
   */
  constructor(detail, status = 0, wait = 0) {
    super(detail);
    this.status = status;
    this.wait = wait;
  }
}

export class Feed {
  /** @type {State} */
  state = { page: null, checked: NaN, problem: null };
  #url;
  #seconds;
  #tell;
  #etag = "";
  #failures = 0;
  #due = 0;
  #timer = 0;
  /** @type {AbortController | null} */
  #asking = null;

  /**
   * @param {string} url
   * @param {number} seconds between two questions, within a minute and a day
   * @param {() => void} tell called after each answer
   */
  constructor(url, seconds, tell) {
    this.#url = url;
    this.#seconds = Math.min(Math.max(seconds, OFTEN), RARELY);
    this.#tell = tell;
  }

  start() {
    document.addEventListener("visibilitychange", this.#arm);
    addEventListener("online", this.#back);
    this.#arm();
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#arm);
    removeEventListener("online", this.#back);
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  /**
   * Takes back a page that cannot be shown.
   * @param {string} why
   */
  refuse(why) {
    this.#etag = "";
    this.state = { page: null, checked: NaN, problem: new Problem(why, 406) };
  }

  #arm = () => {
    clearTimeout(this.#timer);
    if (document.hidden || this.#asking) return;
    this.#timer = setTimeout(this.#ask, Math.max(0, this.#due - Date.now()));
  };

  #back = () => {
    if (this.#failures) this.#due = Date.now() + jittered(2_000);
    this.#arm();
  };

  #ask = async () => {
    const asking = (this.#asking = new AbortController());
    const impatience = setTimeout(() => asking.abort(), PATIENCE);
    try {
      await this.#fetch(asking.signal, "no-cache");
      this.#failures = 0;
    } catch (error) {
      if (this.#asking === asking) await this.#fail(error);
    }
    clearTimeout(impatience);
    // Stopped meanwhile, and perhaps begun again: what is answered now is no longer asked.
    if (this.#asking !== asking) return;
    this.#asking = null;
    this.#due = Date.now() + jittered(this.#wait());
    this.#tell();
    this.#arm();
  };

  /**
   * With `no-cache` the browser itself sends the ETag of its copy as If-None-Match, and takes a 304
   * for the copy. Sent by hand, the header would cost a preflight and leave the cache behind.
   * @param {AbortSignal} signal
   * @param {RequestCache} cache
   */
  async #fetch(signal, cache) {
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.#url, { cache, signal, headers, credentials: "omit" });
    if (!answer.ok) throw await refusal(answer);
    const etag = answer.headers.get("ETag") ?? "";
    const known = etag && etag === this.#etag;
    const page = known ? this.state.page : await answer.json();
    if (!Array.isArray(page?.items)) throw new Problem("There is no list of events there.", 406);
    // A copy out of the cache is as old as the answer that brought it.
    const kept = cache === "force-cache" ? Date.parse(answer.headers.get("Date") ?? "") : Date.now();
    this.#etag = etag;
    this.state = { page, checked: kept, problem: null };
  }

  /** @param {unknown} error */
  async #fail(error) {
    this.#failures += 1;
    const problem = error instanceof Problem ? error : new Problem(String(error));
    // The browser may have kept the answer to an earlier visit.
    if (!this.state.page && !problem.status) {
      await this.#fetch(AbortSignal.timeout(PATIENCE), "force-cache").catch(() => {});
    }
    if (WITHDRAWN.includes(problem.status)) {
      this.#etag = "";
      this.state = { page: null, checked: NaN, problem };
    }
    this.state = { ...this.state, problem };
  }

  #wait() {
    if (!this.#failures) return this.#seconds * 1_000;
    const seconds = Math.min(this.#seconds * 2 ** (this.#failures - 1), Math.max(SELDOM, this.#seconds));
    return Math.max(seconds, Math.min(this.state.problem?.wait ?? 0, RARELY)) * 1_000;
  }
}

/** @param {Response} answer */
async function refusal(answer) {
  const json = answer.headers.get("Content-Type")?.includes("json");
  const said = json ? await answer.json().catch(() => null) : null;
  const wait = Number(answer.headers.get("Retry-After")) || 0;
  return new Problem(String(said?.detail ?? `The answer is ${answer.status}.`), answer.status, wait);
}

/**
 * Up to a tenth more, so that the readers of a page do not all ask at once.
 * @param {number} milliseconds
 */
function jittered(milliseconds) {
  return milliseconds * (1 + Math.random() / 10);
}
