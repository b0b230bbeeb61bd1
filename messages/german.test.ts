import { describe, expect, test } from "vitest";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";

/** What a machine can hold of docs/german.md. */
const english = loadCatalogue().get(SOURCE_LANGUAGE) ?? new Map<string, string>();
const german = [...(loadCatalogue().get("de") ?? [])].map(([key, text]): Pair => [key, text, english.get(key) ?? text]);

type Pair = [key: string, german: string, english: string];

/** Without what is not German in it: code, options, names of arguments and tags, addresses, braces that ICU quotes. */
const prose = (text: string) =>
  text
    .replaceAll(/<code>.*?<\/code>|`[^`]+`/gs, "…")
    .replaceAll(/'[{}<>][^']*'/g, "…")
    .replaceAll(/(?<![\w-])--[a-z][\w-]+/g, "…")
    .replaceAll(/https?:\/\/\S+/g, "…")
    .replaceAll(/<\/?\w+>/g, "")
    .replaceAll(/\{\w+(?=[},])/g, "");

const breaking = (isBroken: (text: string, source: string) => boolean) =>
  german
    .filter(([key, text, source]) => !key.startsWith("language.") && isBroken(text, source))
    .map(([key, text]) => `${key}: ${text}`);

/** A word's other variants: the one of docs/german.md is used alone. */
const RETIRED = [
  /\bRefunds?\b/,
  /\b(?<!Rück)[Ee]rstattung/,
  /\bUsers?\b|\bBenutzer|\bNutzer/,
  /\bAccounts?\b|\bBenutzerkonto/,
  /\bOrders?\b|\bPayments?\b|\bEnrolments?\b|\bCohorts?\b|\bKohorte/,
  /\bMeetings?\b|\bDashboard\b|\bBackups?\b|\bReceipts?\b/,
  // In a school one signs up for a course by "anmelden": who enters an account does something else.
  /[Aa]nmeld|[Aa]bmeld|[Aa]ngemeldet|[Aa]bgemeldet|[Mm]elde\w* (Sie )?sich [^.:]*\b(an|ab)\b[.,:]|\bRegistrier/,
  /\bKennw[oö]rt|\bPasswort-/,
  /\bemails?\b|\bEmails?\b|\bE-mails?\b|(?<!E-)\bMails?\b/,
  /\bStudent(en|in|innen)?\b|\bStudierende|\bTeilnehmer\b|\bTeilnehmerin/,
  /\bDozent|\bKursleiter\b|\bKursleiterin/,
  /\b[Dd]ownloaden\b|\b[Uu]ploaden\b|\bgecancelt|\bcanceln\b/,
  /\bAudit-?[Ll]og\b|\bSession\b|\bToken-Scope\b/,
  /\bWarte-Liste\b|\bWarteschlange\b/,
];

test("the catalogue has German to be judged", () => {
  expect(german.length).toBeGreaterThan(500);
});

describe("German is written as in Switzerland", () => {
  test("no ß", () => {
    expect(breaking((text) => text.includes("ß"))).toEqual([]);
  });

  test("quotes are «these»", () => {
    expect(breaking((text) => /[„“”‚‘]|"[\p{L}{]|[\p{L}}]"/u.test(prose(text)))).toEqual([]);
  });

  test("people are called Sie, and by words that mean everybody", () => {
    expect(
      breaking((text) => /(?<![-/.])\b(du|dein|deine[mnrs]?|dich|dir|euch|euer|eure\w*)\b/i.test(prose(text))),
    ).toEqual([]);
    expect(breaking((text) => /\w(\*|:|_|\/-?)in(nen)?\b|\wInnen\b/.test(prose(text)))).toEqual([]);
  });

  test("a thing has one word", () => {
    expect(breaking((text) => RETIRED.some((variant) => variant.test(prose(text))))).toEqual([]);
  });
});

describe("German has the form of its English", () => {
  test("no apostrophe that ICU takes for a quote, but in a command that English has, too", () => {
    const isTheirs = (text: string, source: string) =>
      text.replaceAll(/'[^' ]*'/g, (quoted) => (source.includes(quoted) ? "" : quoted)).includes("'");
    expect(breaking(isTheirs)).toEqual([]);
  });

  test("no doubled spaces, and spaces and lines as in English", () => {
    const edges = (text: string) => [/^\s*/.exec(text)?.[0], /\s*$/.exec(text)?.[0], text.split("\n").length];
    expect(breaking((text, source) => text.includes("  ") && !source.includes("  "))).toEqual([]);
    expect(breaking((text, source) => String(edges(text)) !== String(edges(source)))).toEqual([]);
  });

  test("it begins and ends as a sentence, a label or a part as English does", () => {
    const first = (text: string) => /^[,;:.()…–]/.exec(text)?.[0] ?? "";
    const last = (text: string) => {
      const end =
        text
          .replaceAll(/<\/\w+>$|[\s}»”]+$/g, "")
          .replace(/<\/\w+>$/, "")
          .replace(/[»”]$/, "")
          .at(-1) ?? "";
      return /[.!?]/.test(end) ? "sentence" : /[:;…)]/.test(end) ? end : "";
    };
    expect(breaking((text, source) => first(text) !== first(source) || last(text) !== last(source))).toEqual([]);
  });

  test("it names the same settings, options and code", () => {
    const names = (text: string) =>
      (text.match(/<code>.*?<\/code>|`[^`]+`|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|(?<![\w-])--[a-z][\w-]+/gs) ?? [])
        .toSorted()
        .join(" ");
    expect(breaking((text, source) => names(text) !== names(source))).toEqual([]);
  });

  test("a button fits on a phone", () => {
    expect(
      german.filter(([key, text]) => key.endsWith("_button") && prose(text).length > 45).map(([key]) => key),
    ).toEqual([]);
  });
});
