import { loadCatalogue } from "./catalogue.ts";
import { getLanguage, getRequest, getSchoolLanguages } from "./request-language.ts";

/** Pages that are kept for everyone (app/_http/cache-handler.ts): in another language than the school's they have a prefix. */
const KEPT = /^\/(?:courses(?:\/page\/[^/]+|\/(?!find$)[^/]+(?:\/opengraph-image[^/]*)?)?)?$/;

export const isKeptPath = (path: string): boolean => KEPT.test(path);

/** A kept page in another language than the school's own: `/de/courses/page/1`. */
const PREFIXED = /^\/([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(\/courses(?:\/.*)?)$/;

/**
 * Next has found a kept page under `key`, however its address was written. What is kept for everyone hangs on the key alone: not
 * on the cookie, the account or the question of whoever asks first.
 */
export function enterKeptPage(key: string): void {
  const request = getRequest();
  const [, prefix, path = key] = PREFIXED.exec(key) ?? [];
  if (!request || !isKeptPath(path)) return;
  const { offered, fallback } = getSchoolLanguages();
  const isOffered = prefix === undefined || (prefix !== fallback && offered.includes(prefix));
  Object.assign(request, { prefix, path, address: path, isKept: isOffered });
}

/** The one address of a kept page: the catalogue's first page is found under three. */
export function getKeptAddress(path: string): string {
  return path === "/" || path === "/courses/page/1" ? "/courses" : path;
}

/** A path of the site in a language: the school's own has no prefix. */
export function pathIn(language: string, path: string): string {
  if (language === getSchoolLanguages().fallback) return path;
  return path === "/" ? `/${language}` : `/${language}${path}`;
}

/**
 * A link as the page that is drawn now has it. Public pages keep their reader's language in the address. From there it also goes
 * with them into every other page, which remembers it; what is no public page needs no prefix anywhere else.
 */
export function pagePath(path: string): string {
  const isKept = isKeptPath(path.split(/[?#]/, 1)[0] ?? path);
  return isKept || getRequest()?.isKept ? pathIn(getLanguage(), path) : path;
}

/**
 * Where a form leads that stays on its page. One that was asked for with a language in its address comes again under that address:
 * Next's router takes the page under another one for what it shows already, and draws nothing anew.
 */
export function pathFromForm(path: string): string {
  const { prefix, path: here, isKept } = getRequest() ?? {};
  const isHere = path.split(/[?#]/, 1)[0] === here;
  return prefix !== undefined && isHere && !isKept ? `/${prefix}${path}` : path;
}

/** The school's languages as each calls itself. */
export function listLanguages(): { language: string; name: string }[] {
  return getSchoolLanguages().offered.map((language) => ({ language, name: getLanguageName(language) }));
}

/** All languages of which there is a folder, for the school to choose from. */
export function listKnownLanguages(): { language: string; name: string }[] {
  return [...loadCatalogue().keys()].map((language) => ({ language, name: getLanguageName(language) }));
}

const getLanguageName = (language: string) => loadCatalogue().get(language)?.get("language.name") ?? language;
