// @ts-check
// The roster of a meeting on a teacher's phone: a mark is kept by the browser before it is sent, under a key of its own, and is
// sent until the school has it. Without this script each mark is a form. docs/decisions/attendance-without-a-connection.md

const RETRY_MS_MIN = 2_000;
const RETRY_MS_MAX = 60_000;
const ANSWER_MS_MAX = 20_000;
/** As many as the school takes at once. */
const BATCH = 200;

/** @typedef {{ enrolmentId: string, state: string, key: string, at: number }} Mark */

/** No two are the same. `randomUUID` is missing on plain http. */
const createKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

class AttendanceRoster extends HTMLElement {
  isSending = false;
  /** Whether a mark was made since this page was loaded. */
  isUsed = false;
  retryMs = RETRY_MS_MIN;
  /**
   * When the school answered about each student. To the school a mark is as old as it is said to be when it arrives: one that was long
   * on its way seems younger than it is, and must not seem younger than the next.
   * @type {Map<string, number>}
   */
  answeredAt = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  connectedCallback() {
    // Of one teacher and one meeting: whoever else signs in on this device neither sees nor sends them.
    this.place = `attendance ${this.dataset.viewer} ${this.dataset.meeting}`;
    this.addEventListener("submit", (event) => this.take(/** @type {SubmitEvent} */ (event)));
    addEventListener("online", () => this.sendSoon(0));
    addEventListener("pageshow", () => this.sendSoon(0));
    document.addEventListener("visibilitychange", () => document.hidden || this.sendSoon(0));
    // Another tab has added or sent some.
    addEventListener("storage", () => this.paint());
    this.paint();
    void this.send();
  }

  /**
   * What waits, in the order in which it was marked. Each mark has an entry of its own: of a list, two tabs would each write back what the
   * other one has just changed.
   * @returns {Mark[]}
   */
  load() {
    /** @type {Mark[]} */
    const marks = [];
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(`${this.place} `)) marks.push(JSON.parse(localStorage.getItem(name) ?? ""));
      }
    } catch {
      // A browser that keeps nothing has nothing that waits.
    }
    return marks.sort((a, b) => a.at - b.at);
  }

  /** @param {Mark} mark */
  nameOf(mark) {
    return `${this.place} ${mark.key}`;
  }

  /** @param {SubmitEvent} event */
  take(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!button || !("mark" in form.dataset)) return;
    const ids = form.dataset.mark === "rest" ? this.unmarked() : [form.dataset.mark ?? ""];
    const marks = ids.map((enrolmentId) => ({ enrolmentId, state: button.value, key: createKey(), at: Date.now() }));
    try {
      // Somebody who is marked twice before anything was sent is marked once.
      const former = this.load().filter(({ enrolmentId }) => ids.includes(enrolmentId));
      for (const mark of marks) localStorage.setItem(this.nameOf(mark), JSON.stringify(mark));
      for (const mark of former) localStorage.removeItem(this.nameOf(mark));
    } catch {
      // A browser that keeps nothing sends the form.
      return;
    }
    event.preventDefault();
    this.isUsed = true;
    this.say("refused", false);
    this.say("unknown", false);
    this.paint();
    void this.send();
  }

  rows() {
    return /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-enrolment]"));
  }

  unmarked() {
    const rows = [...this.rows()].filter((row) => !row.dataset.state);
    const pending = new Set(this.load().map(({ enrolmentId }) => enrolmentId));
    return rows.map((row) => row.dataset.enrolment ?? "").filter((id) => !pending.has(id));
  }

  /** Shows what was marked, sent or not. */
  paint() {
    const marks = this.load();
    /** @type {Map<string, string>} */
    const pending = new Map(marks.map(({ enrolmentId, state }) => [enrolmentId, state]));
    /** @type {Record<string, number>} */
    const moved = {};
    for (const row of this.rows()) {
      const id = row.dataset.enrolment ?? "";
      const { state = "", served = "" } = row.dataset;
      const shown = pending.get(id) ?? state;
      for (const button of row.querySelectorAll("button[name=state]")) {
        button.setAttribute("aria-pressed", String(/** @type {HTMLButtonElement} */ (button).value === shown));
      }
      /** @param {string} part @param {boolean} isHidden */
      const hide = (part, isHidden) => row.querySelector(part)?.toggleAttribute("hidden", isHidden);
      hide("[data-unsent]", !pending.has(id));
      hide("[data-said]", shown !== served || pending.has(id));
      moved[served || "unmarked"] = (moved[served || "unmarked"] ?? 0) - 1;
      moved[shown || "unmarked"] = (moved[shown || "unmarked"] ?? 0) + 1;
    }
    for (const figure of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-count]"))) {
      figure.textContent = String(Number(figure.dataset.served) + (moved[figure.dataset.count ?? ""] ?? 0));
    }
    const unsent = this.querySelector("[data-unsent-count]");
    if (unsent) unsent.textContent = String(marks.length);
    this.say("unsent", marks.length > 0);
    this.say("sent", marks.length === 0 && this.isUsed);
    if (marks.length === 0) this.say("signed-out", false);
  }

  /** @param {string} what @param {boolean} isSaid @param {string} [words] */
  say(what, isSaid, words) {
    const place = this.querySelector(`[data-say="${what}"]`);
    place?.toggleAttribute("hidden", !isSaid);
    const slot = place?.querySelector("[data-words]");
    if (slot && words !== undefined) slot.textContent = words;
  }

  /** @param {number} ms */
  sendSoon(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), ms);
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.load().length > 0) if (!(await this.sendBatch(this.load().slice(0, BATCH)))) break;
    } finally {
      this.isSending = false;
      this.paint();
    }
  }

  /** Whether to go on with the rest at once. @param {Mark[]} batch */
  async sendBatch(batch) {
    const now = Date.now();
    const marks = batch.map(({ at, ...mark }) => {
      const since = Math.max(at, this.answeredAt.get(mark.enrolmentId) ?? 0);
      return { ...mark, ageMs: Math.max(0, now - since) };
    });
    let response;
    let said;
    try {
      response = await fetch(this.dataset.to ?? "", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ marks }),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      // A network that asks to sign in first answers with a page of its own, which is no answer.
      said = await response.json();
    } catch {
      return this.retry();
    }
    if (response.ok && Array.isArray(said.marks)) {
      this.retryMs = RETRY_MS_MIN;
      for (const { enrolmentId, state } of said.marks) {
        this.answeredAt.set(enrolmentId, Date.now());
        const row = [...this.rows()].find((each) => each.dataset.enrolment === enrolmentId);
        if (row && state) row.dataset.state = state;
        // Has left the class meanwhile: whoever marked them is told.
        if (!state) this.say("unknown", true);
      }
      this.drop(batch);
      return true;
    }
    if (response.status === 401) {
      this.say("signed-out", true);
      return false;
    }
    // Too busy, or too often: it is sent again.
    if (response.status >= 500 || response.status === 429 || response.status === 408) return this.retry();
    // What the school refuses for good would be refused again.
    if (response.status === 409 || response.status === 422) this.drop(batch);
    this.say("refused", true, said.detail ?? said.title ?? "");
    return false;
  }

  retry() {
    this.sendSoon(this.retryMs);
    this.retryMs = Math.min(2 * this.retryMs, RETRY_MS_MAX);
    return false;
  }

  /** What was marked while these were on their way stays. @param {Mark[]} sent */
  drop(sent) {
    for (const mark of sent) localStorage.removeItem(this.nameOf(mark));
    this.paint();
  }
}

/** A part of a page that is asked for again: the code that students scan. Without this script a link shows the present one. */
class LivePart extends HTMLElement {
  connectedCallback() {
    this.next(Number(this.dataset.leftMs));
    document.addEventListener("visibilitychange", () => document.hidden || void this.refresh());
    addEventListener("online", () => void this.refresh());
  }

  /** @param {number} ms */
  next(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), Math.max(500, ms + 100));
  }

  async refresh() {
    try {
      const response = await fetch(location.href, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = /** @type {HTMLElement | null} */ (page.querySelector("live-part"));
      // Signed out meanwhile, or no longer the teacher: the page says so.
      if (!fresh || response.redirected) return location.reload();
      this.replaceChildren(...fresh.childNodes);
      this.next(Number(fresh.dataset.leftMs));
    } catch {
      this.next(2_000);
    }
  }
}

customElements.define("attendance-roster", AttendanceRoster);
customElements.define("live-part", LivePart);
