import { loadCatalogue } from "./catalogue.ts";
import { getLanguage, getRequest, getSchoolLanguages } from "./request-language.ts";

/** Pages that are kept for everyone (app/_http/cache-handler.ts): in another language than the school's they have a prefix. */
const KEPT = /^\/(?:courses(?:\/page\/[^/]+|\/(?!find$)[^/]+(?:\/opengraph-image[^/]*)?)?)?$/;

export const isKeptPath = (path: string): boolean => KEPT.test(path);

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

/** The school's languages as each calls itself. */
export function listLanguages(): { language: string; name: string }[] {
  return getSchoolLanguages().offered.map((language) => ({ language, name: getLanguageName(language) }));
}

/** All languages of which there is a folder, for the school to choose from. */
export function listKnownLanguages(): { language: string; name: string }[] {
  return [...loadCatalogue().keys()].map((language) => ({ language, name: getLanguageName(language) }));
}

const getLanguageName = (language: string) => loadCatalogue().get(language)?.get("language.name") ?? language;
