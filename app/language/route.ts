import { createLanguageCookie } from "#app/_http/language-cookie.ts";
import { ADDRESS_MAX, getSafePath } from "#app/_forms/next-path.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getRequest } from "#messages/request-language.ts";

/**
 * Where the prefix of the school's own language leads: to the same page without it, which is thereby chosen. That of a language
 * which the school has given up leads there too, and one in other cases (`/DE`) to the right one; these choose nothing. The request's address has been read
 * before (read-address-language.ts); nobody gets here by asking for this path itself.
 */
export function GET(request: Request): Response {
  const { prefix, formerPrefix } = getRequest() ?? {};
  const location = getSafePath(new URL(request.url).searchParams.get("to"), ADDRESS_MAX);
  if ((prefix ?? formerPrefix) === undefined || location === null)
    return new Response(`${getTranslator()("layout.not_found")}\n`, { status: 404 });
  const headers = new Headers({ location, "cache-control": "no-store" });
  if (prefix !== undefined) headers.set("set-cookie", createLanguageCookie(prefix));
  return new Response(null, { status: 307, headers });
}

/** A form that was opened before the languages changed arrives where it belongs, with what was typed: 307 keeps both. */
export const POST = GET;
