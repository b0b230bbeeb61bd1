import { isLong } from "./long-run.ts";
import { isQuick, ownWay } from "./quick-run.ts";

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const DARK = { colorScheme: "dark" as const };

/** What a test says of itself that makes sense with scripts only, or on a phone only. */
export const NEEDS_SCRIPTS = "@scripts";
export const NEEDS_PHONE = "@phone";
/** What a test says of itself that begins where another of its file has left the school, and that other: they go the same way. */
export const TOGETHER = "@together";
/** What a test says of itself that a quick run leaves: another journey of its file is gone in each. */
export const IN_ALL = "@all";
/** What a test says of itself that is one of a long row of the same: a quick run goes every third one, by its name. */
export const BY_TURN = "@by-turn";

type Screen = { viewport: { width: number; height: number }; isMobile?: boolean; hasTouch?: boolean };

/** A screen in a language, with or without scripts: a project of Playwright. `leaves`: the files that are not gone this way. */
export type Way = {
  name: string;
  use: Screen & { language: string; javaScriptEnabled?: false; colorScheme?: "dark" };
  leaves: readonly string[];
};

/**
 * Journeys that are gone with scripts only, unless it is a long run. That each of their forms does its work when it is sent without
 * scripts, with an answer in words for whatever is wrong, is asked of every form by tests/support/route-table/actions.server.test.ts and
 * tests/corpus/every-field.server.test.ts. Of each kind of journey another one is gone without scripts: signing up and in, enrolling
 * and paying, for oneself and for others, by approval and by code, an ending with its money back, learning, asking, the office's forms,
 * lists and files, a page that breaks.
 */
const LIKE_OTHERS_WITHOUT_SCRIPTS = [
  "access",
  "accounting",
  "attendance",
  "bank",
  "certificates",
  "coupons",
  "credit",
  "endings",
  "instalments",
  "invoices",
  "leave-by-terms",
  "questions",
  "renewals",
  "saved-cards",
];

/**
 * Journeys whose pages are one column on any screen: the phone's two ways are enough, with and without scripts, in both languages,
 * unless it is a long run. Whether their pages are as wide as the screen, each width is asked in every-page.spec.ts.
 */
const ALIKE_ON_ANY_SCREEN = [
  "accounting",
  "accounts",
  "access",
  "attendance",
  "bank",
  "certificates",
  "coupons",
  "credit",
  "done",
  "early-press",
  "endings",
  "enrol-others",
  "enrolment-rules",
  "errors",
  "instalments",
  "invoices",
  "learning",
  "leave-by-terms",
  "money-back",
  "older-form",
  "questions",
  "renewals",
  "saved-cards",
  "student-imports",
  "worklist",
];

/** Each step of it is held by app/language/languages.server.test.ts in every run. */
const IN_A_LONG_RUN = ["languages"];

/** Every screen in the language that it does not read otherwise, and with the dark colours. */
const IN_THE_OTHER_LANGUAGE: readonly Way[] = [
  { name: "phone-german", use: { ...PHONE, language: "de", ...DARK }, leaves: [] },
  { name: "desktop-english", use: { ...DESKTOP, language: "en", ...DARK }, leaves: [] },
  { name: "phone-nojs-english", use: { ...PHONE, language: "en", javaScriptEnabled: false, ...DARK }, leaves: [] },
];

/** The ways on which the journeys are gone. */
export function listWays(isLongRun = isLong): readonly Way[] {
  const leaves = (...files: string[]) => (isLongRun ? [] : [...IN_A_LONG_RUN, ...files]);
  return [
    { name: "phone", use: { ...PHONE, language: "en" }, leaves: leaves() },
    { name: "desktop", use: { ...DESKTOP, language: "de" }, leaves: leaves(...ALIKE_ON_ANY_SCREEN) },
    {
      name: "phone-nojs",
      use: { ...PHONE, language: "de", javaScriptEnabled: false },
      leaves: leaves(...LIKE_OTHERS_WITHOUT_SCRIPTS),
    },
    ...(isLongRun ? IN_THE_OTHER_LANGUAGE : []),
  ];
}

/** What a test must not say of itself to be gone this way. */
export function refusedTags({ use }: Way): string[] {
  return [...(use.javaScriptEnabled === false ? [NEEDS_SCRIPTS] : []), ...(use.isMobile ? [] : [NEEDS_PHONE])];
}

/** A test as Playwright knows it: its file's name without `.spec.ts`. */
export type Journey = { file: string; title: string; tags: readonly string[] };

/** The ways on which a journey is gone in `npm run test:all`, or in a long run. */
export function waysOf({ file, tags }: Journey, ways = listWays()): readonly Way[] {
  return ways.filter((way) => !way.leaves.includes(file) && !refusedTags(way).some((tag) => tags.includes(tag)));
}

/** What everybody who comes to a school does: to find a course, enrol, pay and learn; and what stands on every page. */
export const FIRST: readonly string[] = ["enrol-and-pay", "learning", "public-pages", "every-page", "errors"];

/** Files of journeys that a quick run goes: those that everybody goes, and every third one else. What the others press is asked of the domain and of each form. */
export const isInTurn = (file: string): boolean => FIRST.includes(file) || ownWay(file, [true, false, false]) === true;

/** Whether this run goes the journey this way: a quick one goes each that it does not leave on one of its ways, by turn. */
export function isGone(journey: Journey, way: string, isQuickRun = isQuick): boolean {
  if (!isQuickRun) return true;
  if (!isInTurn(journey.file)) return false;
  if (journey.tags.includes(BY_TURN) && ownWay(`turn of ${journey.title}`, [true, false, false]) !== true) return false;
  const name = journey.tags.includes(TOGETHER) ? journey.file : journey.title;
  return !journey.tags.includes(IN_ALL) && ownWay(name, waysOf(journey))?.name === way;
}

/**
 * Whether the checker of accessibility reads a page: in a quick run one in three, by turn. Whatever a page is made of stands on others,
 * too, and the checker takes longer than the page. `place`: the how manieth it is of its test.
 */
export function isRead(title: string, place: number, isQuickRun = isQuick): boolean {
  return !isQuickRun || ownWay(`${title} ${place}`, [true, false, false]) === true;
}
