import { REFUSALS, type RefusalCode } from "#domain/kernel/refusal.ts";
import { PLAIN_PAGE_HEADERS, plainPage } from "./plain-page.ts";
import { ownPath } from "./sorry-path.ts";

/** When to try again, unless something better is known. */
const RETRY_AFTER_SECONDS = 2;

/**
 * The answer to somebody who came when the school could not take more: a status that caches and search engines understand,
 * when to come back, and a link to where they were. Undefined when `why` is no such reason: then a page explains.
 */
export function busyAnswer(asked: URLSearchParams): Response | undefined {
  const why = asked.get("why") ?? "";
  if (!Object.hasOwn(REFUSALS, why)) return undefined;
  const { status, words } = REFUSALS[why as RefusalCode];
  if (status !== 429 && status !== 503) return undefined;
  const path = ownPath(asked.get("back") ?? undefined) ?? "/courses";
  const requestId = /^req_[0-9a-f]{32}$/.exec(asked.get("number") ?? "")?.[0];
  const page = plainPage({ title: "One moment, please", words, links: [{ path, words: "Try again" }], requestId });
  return new Response(page, {
    status,
    headers: { ...PLAIN_PAGE_HEADERS, "retry-after": String(RETRY_AFTER_SECONDS) },
  });
}
