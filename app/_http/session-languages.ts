import { LRUCache } from "lru-cache";
import { perProcess } from "#db/per-process.ts";
import { hashToken } from "#domain/accounts/sessions.ts";

/** As many as are signed in at once; a few bytes each. */
const SESSIONS_MAX = 20_000;

const store = () => perProcess("session-languages", () => new LRUCache<string, string>({ max: SESSIONS_MAX }));

/**
 * Remembers which language a session's person reads, for its next request: what a page says before it knows who asks (its title)
 * is then in the same language as the rest. A change is seen one request later at most, and by the page itself at once.
 */
export function rememberSessionLanguage(token: string, language: string | null | undefined): void {
  if (language == null) store().delete(hashToken(token));
  else store().set(hashToken(token), language);
}

export function recallSessionLanguage(token: string | undefined): string | undefined {
  return token === undefined || store().size === 0 ? undefined : store().get(hashToken(token));
}
