import { Refusal, getRefusalMessage } from "#domain/kernel/refusal.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { translatorFor } from "#messages/translator.ts";
import type { BodyRejection } from "./body-meter.ts";
import { perProcess } from "#db/per-process.ts";

/** Why a request is refused before anybody is asked to answer it. */
export type Rejection = BodyRejection | "slow" | "busy" | "long_address" | "encoded" | "method" | "no_form";

/** What people read, and what programs are told. */
type Told = { status: number; words: string; refusal: () => Refusal };

export const REJECTIONS: Record<Rejection, Told> = {
  too_large: {
    status: 413,
    words: "That is more than this form takes. Shorten it or send less at once, and try again.",
    refusal: () => new Refusal("body_too_large"),
  },
  long_address: {
    status: 414,
    words: "This address asks for more than there is. Begin again from a page of the school.",
    refusal: () => new Refusal("address_too_long"),
  },
  malformed: {
    status: 400,
    words: "What was sent cannot be read. Load the page again and send it once more.",
    refusal: () => new Refusal("body_not_json"),
  },
  no_form: {
    status: 400,
    words: "What was sent is no form of this page, so nothing was done. Open the page and fill it in there.",
    refusal: () => new Refusal("body_not_json"),
  },
  encoded: {
    status: 415,
    words: "What was sent is compressed, and forms are not. Load the page again and send it once more.",
    refusal: () => new Refusal("content_type_refused", { words: "Send the body as it is, without Content-Encoding." }),
  },
  method: {
    status: 405,
    words: "This address can be opened, but not asked for in this way.",
    refusal: () => new Refusal("method_not_allowed"),
  },
  slow: {
    status: 408,
    words: "What was sent took too long to arrive. Try again, with a better connection if you can.",
    refusal: () => new Refusal("too_slow"),
  },
  busy: {
    status: 503,
    words: "Many files are being sent just now. Try again in a minute.",
    refusal: () => new Refusal("overloaded"),
  },
};

const counts = perProcess<Map<Rejection, number>>("refused-requests", () => new Map());

export const countRejection = (fault: Rejection): void => void counts.set(fault, (counts.get(fault) ?? 0) + 1);

/** How many requests were refused for each reason since this process began; every reason from the beginning, at 0. */
export const getRejectionCounts = (): { fault: Rejection; count: number }[] =>
  (Object.keys(REJECTIONS) as Rejection[]).map((fault) => ({ fault, count: counts.get(fault) ?? 0 }));

/** An answer's body, and of which type it is. */
type Written = { type: string; body: string };

/** What is wrong with an address, and not with a form that was sent to it. */
const OF_ADDRESS: readonly Rejection[] = ["method", "long_address"];

/** What a person reads who has no scripts. */
export function renderRejectionPage(fault: Rejection): Written {
  const { words } = REJECTIONS[fault];
  const isAddress = OF_ADDRESS.includes(fault);
  const title = isAddress ? "This address does not work" : "Not sent";
  const then = isAddress ? "" : "\n<p>Go back in your browser: what you typed is still there.</p>";
  return {
    type: "text/html; charset=utf-8",
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${title}</title></head><body><main><h1>${title}</h1><p>${words}</p>${then}</main></body></html>`,
  };
}

/** A script of Next's shows a plain text, called so to the letter, as the reason why its form was not taken. */
export const renderRejectionText = (fault: Rejection): Written => ({
  type: "text/plain",
  body: REJECTIONS[fault].words,
});

/** What a program is told, in the form of every other refusal (app/_http/problem.ts). */
export function renderRejectionProblem(fault: Rejection, requestId: string): Written {
  const { code, status, said } = REJECTIONS[fault].refusal();
  const t = translatorFor(SOURCE_LANGUAGE);
  const title = t.format(getRefusalMessage(code));
  const detail = t.format(said);
  const body = { type: `/api-docs#${code}`, title, status, ...(detail === title ? {} : { detail }) };
  return { type: "application/problem+json", body: JSON.stringify({ ...body, code, requestId }) };
}
