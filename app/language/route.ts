import { createLanguageCookie } from "#app/_http/language-cookie.ts";
import { getRequest } from "#messages/request-language.ts";

const HERE = "https://here.invalid";

/**
 * Where the prefix of the school's own language leads: to the same page without it, which is thereby chosen. The request's
 * address has been read before (read-address-language.ts); nobody gets here by asking for this path itself.
 */
export function GET(request: Request): Response {
  const prefix = getRequest()?.prefix;
  const to = new URL(request.url).searchParams.get("to") ?? "";
  const url = URL.canParse(to, HERE) ? new URL(to, HERE) : undefined;
  const isHere = url?.origin === HERE && !url.pathname.startsWith("//");
  if (prefix === undefined || !isHere) return new Response("Not found\n", { status: 404 });
  const headers = { location: url.pathname + url.search, "set-cookie": createLanguageCookie(prefix) };
  return new Response(null, { status: 307, headers: { ...headers, "cache-control": "no-store" } });
}
