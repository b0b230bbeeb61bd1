import { readBody } from "#app/_http/body.ts";
import { getErrorPath, getRefererPath } from "#app/_http/error-path.ts";
import { createLanguageCookie } from "#app/_http/language-cookie.ts";
import { recordRefusal } from "#app/_http/record-refusal.ts";
import { checkOrigin, toRequestFacts } from "#app/_http/request.ts";
import { createTokenBuckets } from "#app/_http/token-bucket.ts";
import { getViewer } from "#app/_auth/viewer.ts";
import { ADDRESS_MAX, getSafePath } from "#app/_forms/next-path.ts";
import { config } from "#config/config.ts";
import { changeLanguage } from "#domain/accounts/change-language.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isKeptPath, pathIn } from "#messages/page-path.ts";
import { getSchoolLanguages } from "#messages/request-language.ts";
import { runtime, write } from "#runtime";

/** A field holds an address, each letter of which may take three when it is sent. */
const BYTES_MAX = 4 * ADDRESS_MAX;
const presses = createTokenBuckets(120);

/**
 * The language switch of a public page, which is one for everybody and knows nobody: a plain form. The choice is kept with the
 * account of whoever is signed in, and by the browser of everybody.
 */
export async function POST(request: Request): Promise<Response> {
  const { requestId, address } = toRequestFacts(request.headers);
  try {
    checkOrigin(request.headers);
    const sent = new URLSearchParams(await readBody(request, BYTES_MAX));
    const to = getSafePath(sent.get("to"), ADDRESS_MAX) ?? "/";
    const language = sent.get("language") ?? "";
    if (!getSchoolLanguages().offered.includes(language)) return seeOther(to);
    const who = await getViewer();
    if (who && who.language !== language) {
      presses.take(who.userId, runtime().clock());
      await write({ actor: toActor(who), requestId }, (ctx) => changeLanguage(ctx, { userId: who.userId, language }));
    }
    const page = to.split(/[?#]/, 1)[0] ?? to;
    return seeOther(isKeptPath(page) ? pathIn(language, to) : to, createLanguageCookie(language));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    recordRefusal(error, requestId, { address });
    const back = getRefererPath(request.headers.get("referer"), config().url);
    return seeOther(getErrorPath({ why: error.code, number: requestId, back, wait: error.detail.retryAfterSeconds }));
  }
}

/** A form that was sent is followed by a page that may be reloaded without sending it again. */
function seeOther(location: string, cookie?: string): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  if (cookie !== undefined) headers.set("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
