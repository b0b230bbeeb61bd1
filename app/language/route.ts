import { createLanguageCookie } from "#app/_http/language-cookie.ts";
import { getSafePath } from "#app/_forms/next-path.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getRequest } from "#messages/request-language.ts";

/**
 * Where the prefix of the school's own language leads: to the same page without it, which is thereby chosen. The request's
 * address has been read before (read-address-language.ts); nobody gets here by asking for this path itself.
 */
export function GET(request: Request): Response {
  const prefix = getRequest()?.prefix;
  const location = getSafePath(new URL(request.url).searchParams.get("to"));
  if (prefix === undefined || location === null)
    return new Response(`${getTranslator()("layout.not_found")}\n`, { status: 404 });
  const headers = { location, "set-cookie": createLanguageCookie(prefix) };
  return new Response(null, { status: 307, headers: { ...headers, "cache-control": "no-store" } });
}
