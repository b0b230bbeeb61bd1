import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "#db/per-process.ts";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";

/** What a request says of its language. */
export type RequestLanguage = {
  /** Of the address: `/de/courses`. It stands above everything else. */
  prefix?: string;
  /** A prefix that only leads elsewhere: of a language that the school has given up, or one in other cases than the language has. */
  formerPrefix?: string;
  /** Of the person who is signed in; known once the page has asked who it is. */
  account?: string;
  cookie?: string;
  /** Accept-Language, in the order of preference; only where no page answers. */
  accepted?: readonly string[];
  /** The path that was asked for, without the prefix. */
  path?: string;
  /** The whole of it, to come back to. */
  address?: string;
  /** A browser fetches it before anybody has asked for it. */
  isAhead?: boolean;
  /** A page that is kept for everyone hangs on nothing but its address. */
  isKept?: boolean;
};

/** `former`: what the school may have offered once, so that addresses of it are about. */
export type SchoolLanguages = { fallback: string; offered: readonly string[]; former?: readonly string[] };

const storage = perProcess("request-language", () => new AsyncLocalStorage<RequestLanguage>());

const school = perProcess<SchoolLanguages>("school-languages", () => ({
  fallback: SOURCE_LANGUAGE,
  offered: [SOURCE_LANGUAGE],
}));

/** The languages in which this school speaks; the first one is its own. */
export function getSchoolLanguages(): SchoolLanguages {
  return school;
}

/** Told by whoever has read the settings. A language whose folder is gone meanwhile is not offered any more. */
export function setSchoolLanguages({
  language,
  moreLanguages,
}: {
  language: string;
  moreLanguages: readonly string[];
}): void {
  const known = [language, ...moreLanguages].filter((each) => loadCatalogue().has(each));
  school.fallback = known[0] ?? SOURCE_LANGUAGE;
  school.offered = known.length > 0 ? [...new Set(known)] : [SOURCE_LANGUAGE];
  const all = new Set([...loadCatalogue().keys(), ...moreLanguages]);
  school.former = [...all].filter((each) => !school.offered.includes(each));
}

/** From now on everything that this request does, and what follows from it, asks `facts` for its language. */
export function enterRequest(facts: RequestLanguage): void {
  storage.enterWith(facts);
}

/** Runs `work` as a request that says `facts` would. */
export function withLanguage<T>(facts: RequestLanguage, work: () => T): T {
  return storage.run(facts, work);
}

export function getRequest(): RequestLanguage | undefined {
  return storage.getStore();
}

/** Once it is known who asks, they are answered in the language of their account. */
export function setAccountLanguage(language: string | null | undefined): void {
  const request = storage.getStore();
  if (request) request.account = language ?? undefined;
}

/** The language of the request in which it is asked; the school's own outside of one. */
export function getLanguage(): string {
  const request = storage.getStore();
  if (!request) return school.fallback;
  const { prefix, account, cookie, accepted = [], isKept } = request;
  const wanted = isKept ? [prefix] : [prefix, account, cookie, ...accepted];
  return wanted.find((each) => each !== undefined && school.offered.includes(each)) ?? school.fallback;
}
