// @ts-check
// What pages do in a browser without Next's scripts: docs/decisions/public-pages-without-scripts.md. The server has drawn
// every state in the page's language; here is only chosen which one is shown. Without this script the page works too.

const asked = new Map();

/** A page asks the same once, in its own language. Offline, what it said stays. @param {string} path */
function ask(path) {
  const headers = { accept: "application/json", "accept-language": document.documentElement.lang };
  const answer =
    asked.get(path) ??
    fetch(path, { headers })
      .then((response) => (response.ok ? response.json() : {}))
      .catch(() => ({}));
  asked.set(path, answer);
  return answer;
}

/** Who is looking, and what they have in the course that the page is about. */
function askWho() {
  const course = document.querySelector("next-step")?.getAttribute("course");
  return ask(course ? `/api/me?course=${course}` : "/api/me");
}

/** Shows of the states in an element the one that is so. @param {Element} element @param {string} which */
function show(element, which) {
  for (const state of element.querySelectorAll("[data-when]")) {
    /** @type {HTMLElement} */ (state).hidden = state.getAttribute("data-when") !== which;
  }
}

class AccountCorner extends HTMLElement {
  async connectedCallback() {
    const { viewer } = await askWho();
    if (viewer === null) {
      // To come back to after signing in.
      const signIn = this.querySelector("[data-when=visitor] a");
      const here = encodeURIComponent(location.pathname + location.search);
      signIn?.setAttribute("href", `${signIn.getAttribute("href")?.split("?")[0]}?next=${here}`);
      show(this, "visitor");
    }
    if (viewer) {
      /** @param {string} part */
      const find = (part) => /** @type {HTMLElement} */ (this.querySelector(`[data-when=person] ${part}`));
      const [face, name] = [find("[aria-hidden]"), find("[title]")];
      face.textContent = viewer.initials;
      face.style.backgroundColor = viewer.ground;
      name.textContent = name.title = viewer.name;
      find('[href="/admin"]').hidden = !viewer.staff;
      show(this, "person");
    }
  }
}

class LiveSeats extends HTMLElement {
  async connectedCallback() {
    const { cohorts = [] } = await ask(`/api/live/${this.getAttribute("course")}`);
    const live = cohorts.find((/** @type {any} */ each) => each.cohortId === this.getAttribute("cohort"));
    if (!live) return;
    this.textContent = "long" in this.dataset ? live.longText : live.text;
    this.toggleAttribute("data-pressing", live.pressing);
  }
}

class NextStep extends HTMLElement {
  async connectedCallback() {
    const { nextSteps = [] } = await askWho();
    const step = nextSteps.find((/** @type {any} */ each) => each.cohortId === this.getAttribute("cohort"));
    const link = this.querySelector("[data-when=something]");
    if (!step || !link) return;
    link.textContent = step.label;
    // In the language of the page, which its own link has in front.
    if (step.href) link.setAttribute("href", `${link.getAttribute("href")?.split("/learning/")[0]}${step.href}`);
    show(this, "something");
  }
}

customElements.define("account-corner", AccountCorner);
customElements.define("live-seats", LiveSeats);
customElements.define("next-step", NextStep);

// Escape, or a press anywhere else, closes an open menu, as people expect.
const openMenus = () =>
  /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details[data-menu][open]"));

document.addEventListener("pointerdown", ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
});

document.addEventListener("keydown", ({ key, target }) => {
  // What is opened from a menu closes first.
  if (key !== "Escape" || /** @type {Element} */ (target).closest('[role="dialog"]')) return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// While a form is under way its button says so. That it is sent once, the page itself sees to: app/_layout/send-once.ts.
const PENDING = "data-pending";

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = event.submitter;
  if (form.ariaBusy) return;
  // After the browser has read the form, and whoever else listens has had a say.
  setTimeout(() => {
    if (event.defaultPrevented || !button?.hasAttribute(PENDING)) return;
    button.setAttribute("aria-disabled", "true");
    const before = [...button.childNodes];
    // React, where it comes, must find the words as they were sent.
    const pending = document.querySelector('script[src*="/_next/"]') ? null : button.getAttribute(PENDING);
    if (pending) button.replaceChildren(pending);
    // A browser may keep the page as it stands and show it again on the way back.
    addEventListener("pagehide", () => {
      button.removeAttribute("aria-disabled");
      button.replaceChildren(...before);
    });
  });
});

// After a refusal one goes on at what needs another look.
const refused =
  document.querySelector('form [aria-invalid="true"]') ?? document.querySelector("form [role=alert]")?.parentElement;
/** @type {HTMLElement | null | undefined} */ (refused)?.focus();
