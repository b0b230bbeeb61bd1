import { getTranslator } from "#components/messages/get-translator.ts";
import { Refusal, REFUSALS, type RefusalCode } from "#domain/kernel/refusal.ts";
import { PLAIN_PAGE_HEADERS, plainPage } from "./plain-page.ts";
import { getOwnPath } from "./error-path.ts";

/** When to try again, unless something better is known. */
const RETRY_AFTER_SECONDS = 2;

/**
 * The answer to somebody who came when the school could not take more: a status that caches and search engines understand,
 * when to come back, and a link to where they were. Undefined when `why` is no such reason: then a page explains.
 */
export function getBusyResponse(asked: URLSearchParams): Response | undefined {
  const why = asked.get("why") ?? "";
  if (!Object.hasOwn(REFUSALS, why)) return undefined;
  const code = why as RefusalCode;
  const { status } = REFUSALS[code];
  if (status !== 429 && status !== 503) return undefined;
  const wait = waitOf(asked.get("wait"));
  const t = getTranslator();
  const { said } = new Refusal(code, wait === undefined ? {} : { retryAfterSeconds: wait });
  const path = getOwnPath(asked.get("back") ?? undefined) ?? "/courses";
  const requestId = /^req_[0-9a-f]{32}$/.exec(asked.get("number") ?? "")?.[0];
  const page = plainPage({
    title: t("refusals.busy_title"),
    words: t.format(said),
    links: [{ path, words: t("refusals.busy_try_again") }],
    requestId,
  });
  return new Response(page, {
    status,
    headers: { ...PLAIN_PAGE_HEADERS, "retry-after": String(wait ?? RETRY_AFTER_SECONDS) },
  });
}

/** Seconds, from an address that anybody can write: digits alone, and no longer than a day. */
function waitOf(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 86_400 ? Number(text) : undefined;
}
