import { Refusal, getRefusalMessage } from "#domain/kernel/refusal.ts";
import { message, type PlainKey } from "#messages/message.ts";
import { getLanguage } from "#messages/request-language.ts";
import { translatorFor } from "#messages/translator.ts";
import type { BodyRejection } from "./body-meter.ts";
import { perProcess } from "#db/per-process.ts";

/** Why a request is refused before anybody is asked to answer it. */
export type Rejection = BodyRejection | "slow" | "busy" | "long_address" | "encoded" | "method" | "no_form";

/** What people read, and what programs are told. */
type Told = { status: number; words: PlainKey; refusal: () => Refusal };

export const REJECTIONS: Record<Rejection, Told> = {
  too_large: {
    status: 413,
    words: "rejections.too_large",
    refusal: () => new Refusal("body_too_large"),
  },
  long_address: {
    status: 414,
    words: "rejections.long_address",
    refusal: () => new Refusal("address_too_long"),
  },
  malformed: {
    status: 400,
    words: "rejections.malformed",
    refusal: () => new Refusal("body_not_json"),
  },
  no_form: {
    status: 400,
    words: "rejections.no_form",
    refusal: () => new Refusal("body_not_json"),
  },
  encoded: {
    status: 415,
    words: "rejections.encoded",
    refusal: () => new Refusal("content_type_refused", { words: message("rejections.send_uncoded") }),
  },
  method: {
    status: 405,
    words: "rejections.method",
    refusal: () => new Refusal("method_not_allowed"),
  },
  slow: {
    status: 408,
    words: "rejections.slow",
    refusal: () => new Refusal("too_slow"),
  },
  busy: {
    status: 503,
    words: "rejections.busy",
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
  const t = translatorFor(getLanguage());
  const words = t(REJECTIONS[fault].words);
  const isAddress = OF_ADDRESS.includes(fault);
  const title = isAddress ? t("rejections.address_title") : t("rejections.form_title");
  const then = isAddress ? "" : `\n<p>${t("rejections.go_back")}</p>`;
  return {
    type: "text/html; charset=utf-8",
    body: `<!doctype html><html lang="${t.language}" dir="${t.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${title}</title></head><body><main><h1>${title}</h1><p>${words}</p>${then}</main></body></html>`,
  };
}

/** A script of Next's shows a plain text, called so to the letter, as the reason why its form was not taken. */
export const renderRejectionText = (fault: Rejection): Written => ({
  type: "text/plain",
  body: translatorFor(getLanguage())(REJECTIONS[fault].words),
});

/** What a program is told, in the form of every other refusal (app/_http/problem.ts). */
export function renderRejectionProblem(fault: Rejection, requestId: string): Written {
  const { code, status, said } = REJECTIONS[fault].refusal();
  const t = translatorFor(getLanguage());
  const [title, detail] = [t.format(getRefusalMessage(code)), t.format(said)];
  const body = { type: `/api-docs#${code}`, title, status, ...(detail === title ? {} : { detail }) };
  return { type: "application/problem+json", body: JSON.stringify({ ...body, code, requestId }) };
}
