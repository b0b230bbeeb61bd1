import type { IncomingHttpHeaders } from "node:http";
import type { RequestLanguage, SchoolLanguages } from "#messages/request-language.ts";
import { isKeptPath } from "#messages/page-path.ts";
import { LANGUAGE_COOKIE } from "./language-cookie.ts";

/** Answers that are no pages have no language in their address. */
const NO_PAGE =
  /^\/(?:_next|api|sandbox\/api|webhooks|files|theme|calendar|bench|health|metrics|language|robots\.txt|sitemap|sitemap\.xml|icon\.svg|(?:site|attendance)-script\.js|font-licences\.txt)(?:\/|$)/;

/** A tag of a language at the beginning of a path, and nothing that could be another site's address behind it. */
const PREFIX = /^\/([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(?=$|[?#]|\/(?![/\\]))/;

const isPage = (path: string) => !NO_PAGE.test(path);

/** Where a request leads once the language is taken out of its address. */
export type AddressLanguage = Pick<RequestLanguage, "prefix" | "formerPrefix" | "path" | "isKept" | "address"> & {
  url: string;
};

/**
 * Reads the language out of an address. A page that is rendered for its request is the page without the prefix. A kept page has
 * an address of its own in each language, under which it is kept: `app/[language]`. The prefix of the school's own language leads
 * to the address without it, and so does that of a language that the school has given up. One that is written in other cases
 * (`/DE/courses`) leads to the address with the right ones.
 */
export function readAddressLanguage(url: string, { offered, fallback, former = [] }: SchoolLanguages): AddressLanguage {
  const bare = pathOf(url);
  const written = PREFIX.exec(url)?.[1];
  const prefix = written === undefined ? undefined : findTag(written, [...offered, ...former]);
  const isFormer = prefix !== undefined && former.includes(prefix);
  if (prefix === undefined || !(isFormer || offered.includes(prefix))) {
    return { url, path: bare, address: addressOf(url), isKept: isKeptPath(bare) };
  }
  const behind = url.slice(prefix.length + 1);
  const rest = behind.startsWith("/") ? behind : `/${behind}`;
  const path = pathOf(rest);
  // One page has one address in a language, and a second prefix is not read.
  if (!isPage(path) || findTag(PREFIX.exec(rest)?.[1] ?? "", [...offered, ...former]) !== undefined)
    return { url, path: bare, address: addressOf(url), isKept: false };
  const address = addressOf(rest);
  if (prefix !== written) {
    const url = `/language?to=${encodeURIComponent(`/${prefix}${rest}`)}`;
    return { url, path, address, formerPrefix: written };
  }
  const leads = { url: `/language?to=${encodeURIComponent(rest)}`, path, address };
  if (isFormer) return { ...leads, formerPrefix: prefix };
  if (prefix === fallback) return { ...leads, prefix };
  if (!isKeptPath(path)) return { url: rest, prefix, path, address, isKept: false };
  const isFirst = path === "/" || path === "/courses";
  const kept = isFirst ? `/courses/page/1${rest.slice(path.length)}` : rest;
  return { url: `/${prefix}${kept}`, prefix, path, address, isKept: true };
}

/** The tag as the school writes it. Upper and lower case say nothing in one (RFC 5646, 2.1.1). */
const findTag = (tag: string, known: readonly string[]) =>
  known.includes(tag) ? tag : known.find((each) => each.toLowerCase() === tag.toLowerCase());

/** As a person would come back to it: what Next's scripts add is not part of it. */
const addressOf = (url: string) =>
  url
    .replace(/#.*$/s, "")
    .replace(/([?&])_rsc(?:=[^&]*)?(?:&|$)/, "$1")
    .replace(/[?&]$/, "");

const pathOf = (url: string) => url.split(/[?#]/, 1)[0] ?? "/";

/** The languages that a program or a browser asks for, the dearest first: `de-CH, de;q=0.9, en;q=0.5`. */
export function readAcceptLanguage(header: string | undefined): string[] {
  const asked = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...more] = part.trim().split(";");
      const weight = /^\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/.exec(more.join(";"))?.[1];
      return { tag: tag.trim(), weight: more.length === 0 ? 1 : Number(weight ?? 0) };
    });
  const tags = asked.filter(({ tag }) => /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(tag));
  const refused = new Set(tags.flatMap(({ tag, weight }) => (weight > 0 ? [] : [tag.toLowerCase()])));
  // Whoever reads de-CH reads de, unless they say that they do not.
  return tags
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap(({ tag }) => [toCanonicalTag(tag), tag.split("-")[0]?.toLowerCase() ?? tag])
    .filter((tag) => !refused.has(tag.toLowerCase()));
}

/** Upper and lower case say nothing in a tag (RFC 5646, 2.1.1): `pt-br` is our `pt-BR`. */
function toCanonicalTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    return tag;
  }
}

/** All that a request says of its language before anybody has looked who it is. */
export function readRequestLanguage(
  address: AddressLanguage,
  headers: IncomingHttpHeaders,
  account?: string,
): RequestLanguage {
  const { url, ...facts } = address;
  const path = pathOf(url);
  const isAhead =
    headers["next-router-prefetch"] !== undefined || /prefetch/.test(String(headers["sec-purpose"] ?? ""));
  if (isPage(path)) return { ...facts, isAhead, account, cookie: getCookie(headers, LANGUAGE_COOKIE) };
  const accepted = readAcceptLanguage(headers["accept-language"]);
  // The API's answer hangs on what its caller says, and not on what a browser remembers of other pages.
  return path.startsWith("/api/")
    ? { ...facts, accepted }
    : { ...facts, accepted, cookie: getCookie(headers, LANGUAGE_COOKIE) };
}

export function getCookie({ cookie }: IncomingHttpHeaders, name: string): string | undefined {
  if (!cookie?.includes(name)) return undefined;
  const pair = cookie
    .split(";")
    .map((each) => each.trim())
    .find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
