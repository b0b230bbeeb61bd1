import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { getBusyResponse } from "#app/_http/busy-page.ts";
import { DONE_COOKIE, DONE_HEADER, getDoneKey } from "#app/_forms/done-cookie.ts";
import { createNoncePolicy, type PlayFrom } from "#app/_http/security-headers.ts";
import { ERROR_PATH } from "#app/_http/error-path.ts";
import { createLanguageCookie, LANGUAGE_COOKIE } from "#app/_http/language-cookie.ts";
import { getRequest } from "#messages/request-language.ts";
import { PLAYER_ORIGINS } from "#domain/learning/get-player.ts";
import { config as settings } from "#config/config.ts";

const NONCE_BYTES = 16;

/**
 * Gives every page that is rendered for its request a policy with a nonce of its own; Next reads the nonce from the request's
 * header and puts it on its scripts. Nothing is decided here about who may see what: the pages and verbs do that.
 */
export function proxy(request: NextRequest): Response {
  const { pathname, searchParams } = request.nextUrl;
  // A page cannot choose its status, so who must wait is told here.
  const busy = pathname === ERROR_PATH ? getBusyResponse(searchParams) : undefined;
  if (busy) return busy;
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = createNoncePolicy(nonce, formTargets(pathname), getPlayFrom(pathname, searchParams));
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const done = handOnDone(request, headers);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  // Not by `cookies`: the page that is rendered now would see it gone already.
  if (done) response.headers.append("set-cookie", `${DONE_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax`);
  const chosen = getChosenLanguage(request);
  if (chosen) response.headers.append("set-cookie", createLanguageCookie(chosen));
  return response;
}

/** The language that somebody chooses by asking for a page in it. What a browser fetches beforehand nobody has asked for. */
function getChosenLanguage({ cookies }: NextRequest): string | undefined {
  const { prefix, isAhead } = getRequest() ?? {};
  return isAhead || prefix === cookies.get(LANGUAGE_COOKIE)?.value ? undefined : prefix;
}

/**
 * Hands on to a page what was just done in a form that led to it. True when it is said now, so that it is not said again.
 * After a form that a script has sent, Next asks for the next page itself with the headers that the form came with, the type
 * of its body among them: a page that is asked for has no body, and must not be taken for the answer to its own form.
 */
function handOnDone(request: NextRequest, headers: Headers): boolean {
  headers.delete(DONE_HEADER);
  if (request.method !== "GET") return false;
  headers.delete("content-type");
  const word = getDoneKey(request.cookies.get(DONE_COOKIE)?.value, request.nextUrl.pathname);
  if (word) headers.set(DONE_HEADER, word);
  return word !== undefined;
}

/** Browsers hold a form's policy against where its answer redirects to, so hosted payment and sign-in pages are named. */
function formTargets(path: string): string[] {
  const { stripe, oauth } = settings();
  if (/^\/(checkout|enrol)\//.test(path)) return stripe ? ["https://checkout.stripe.com", ...standInOf(stripe)] : [];
  // The account page connects accounts elsewhere.
  if (!/^\/(account$|(sign-in|sign-up)(\/|$))/.test(path)) return [];
  return [
    ...(oauth.google ? ["https://accounts.google.com"] : []),
    ...(oauth.github ? ["https://github.com"] : []),
    // Where a provider asks people to sign in is known only once it was asked; it need not be its issuer's host.
    ...(oauth.oidc ? ["https:", new URL(oauth.oidc.issuer).origin] : []),
  ];
}

/** Only the page of a material on which somebody has pressed play asks another server for anything (domain/learning/get-player.ts). */
function getPlayFrom(path: string, asked: URLSearchParams): PlayFrom | undefined {
  const isMaterial = /^\/(learning\/[^/]+|courses\/[^/]+\/preview)\/mat_[0-9a-f]{32}$/.test(path);
  return isMaterial && asked.get("play") === "1" ? { frames: PLAYER_ORIGINS, media: ["https:"] } : undefined;
}

type StripeHost = { host: string; port: number; protocol: string };

/** A server that stands in for Stripe in tests brings its own payment page. */
function standInOf({ host, port, protocol }: StripeHost): string[] {
  return host === "api.stripe.com" ? [] : [`${protocol}://${host}:${port}`];
}

export const config = {
  // Every page but those that are kept: the catalogue's pages and the courses' (see app/_http/cache-handler.ts), and answers that are
  // no pages. A new page is inside unless it is named here.
  matcher: [
    "/((?!$|_next/|api/|sandbox/api/|webhooks/|files/|theme/|calendar/|bench/|health$|enrol$|robots\\.txt$|sitemap|icon\\.svg$|(?:site|attendance)-script\\.js$|font-licences\\.txt$|courses$|courses/page/|courses/(?!find$)[^/]+$|courses/[^/]+/opengraph-image|language$|[a-z]{1,3}(?:-[A-Za-z0-9]+)*/courses/page/|[a-z]{1,3}(?:-[A-Za-z0-9]+)*/courses/(?!find$)[^/]+(?:$|/opengraph-image)).*)",
  ],
};
