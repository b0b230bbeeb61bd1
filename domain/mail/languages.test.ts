import { describe, expect, test } from "vitest";
import type { Words } from "#messages/message.ts";
import { pseudoWords, wordsIn } from "#tests/support/pseudo-language.ts";
import { PLAIN, type Sample, sampleLetters, sampleSchool } from "#tests/support/sample-letters.ts";
import { COMPOSERS } from "./compose-mail.ts";
import type { Draft } from "./draft.ts";
import { formatInstant } from "./format-instant.ts";
import { isolateValues } from "./isolate-values.ts";
import type { MailKind } from "./kinds.ts";
import { renderLetter } from "./render-letter.ts";

const KINDS = Object.keys(COMPOSERS) as MailKind[];

/** Every letter of a kind, in each of its ways. */
function lettersOf(kind: MailKind, sample: Sample, words: Words, school = sampleSchool()) {
  const t = isolateValues(words);
  const write = COMPOSERS[kind].write as (facts: unknown, face: typeof school, t: Words) => Draft;
  return sampleLetters(sample)[kind].map((facts) => renderLetter(write(facts, school, t), school, t));
}

const inside = (html: string) => /overflow-wrap:anywhere">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? "";
/** What a person sees of HTML. */
const seen = (html: string) =>
  html
    .replace(/^[\s\S]*<\/head>/, "")
    .replace(/<(br|\/p|\/td|\/blockquote)>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];

const CYRILLIC: Sample = {
  person: "Ада",
  course: "Переплёт",
  cohort: "Весна",
  place: "Мастерская",
  words: "Мало людей",
  currency: "CHF",
};

test("English letters are as they are kept here, to the letter", async () => {
  const written = KINDS.toSorted().flatMap((kind) =>
    lettersOf(kind, PLAIN, wordsIn("en")).map(({ subject, text }) => `=== ${kind}\n${subject}\n\n${text}`),
  );
  await expect(written.join("\n")).toMatchFileSnapshot("./english-letters.txt");
});

describe.each(KINDS)("a letter of the kind %s", (kind) => {
  test("in another language has no English left in it, in either form, nor in its subject", () => {
    for (const { subject, html, text } of lettersOf(kind, CYRILLIC, pseudoWords("ru"), sampleSchool("Школа"))) {
      for (const form of [subject, text, seen(html)]) {
        const ours = form.replace(/https?:\S+|school\.example|Europe\/Zurich|CHF|CH93[\d ]+/g, "");
        expect(ours.match(/[a-z]+/gi)).toBeNull();
      }
    }
  });

  test("says the same in both forms, whatever people are called", () => {
    const odd = { ...PLAIN, person: `<b>"Ada" & 'Co'</b>`, course: "עברית (א)", cohort: "<i>x</i>", words: "a <b> c" };
    for (const sample of [PLAIN, odd]) {
      for (const direction of ["ltr", "rtl"] as const) {
        for (const { html, text } of lettersOf(kind, sample, pseudoWords("de-CH", direction))) {
          expect(html).not.toMatch(/<[bi]>/);
          const [plain = ""] = text.replace(/https:\/\/school\.example\S+/g, "").split("-- \n");
          expect(wordsOf(seen(inside(html)))).toEqual(wordsOf(plain));
        }
      }
    }
  });

  test("says what it is written in, and keeps names and sums together that are written in the other direction", () => {
    const sample = { ...PLAIN, person: "Ada (1815)", course: "C++", currency: "KWD" };
    for (const { html, text, subject } of lettersOf(kind, sample, pseudoWords("ar-KW", "rtl"))) {
      expect(html).toContain('<html lang="x-pseudo" dir="rtl">');
      expect(html).not.toMatch(/border-left|padding-left:16/);
      for (const form of [text, html, subject]) {
        expect(form).not.toMatch(/(?<!\u2068)Ada \(1815\)(?!\u2069)|(?<!\u2068)C\+\+(?!\u2069)/);
        const balance = [...form].reduce(
          (open, sign) => open + (sign === "\u2068" ? 1 : sign === "\u2069" ? -1 : 0),
          0,
        );
        expect(balance).toBe(0);
        expect(form, "a phrase of ours stays in the direction of the letter").not.toMatch(/\u2068[^\u2069]*\u2068/);
      }
    }
  });
});

test("sums and dates are written as the language writes them, with the currency's own decimals", () => {
  const said = (currency: string, words: Words) => lettersOf("refund_done", { ...PLAIN, currency }, words)[0]?.subject;
  expect(said("CHF", wordsIn("en"))).toBe("CHF 12,345.00 is on its way back to you");
  expect(said("JPY", wordsIn("en"))).toBe("JPY 1,234,500 is on its way back to you");
  expect(said("KWD", wordsIn("en"))).toBe("KWD 1,234.500 is on its way back to you");
  expect(said("JPY", pseudoWords("de-DE"))).toContain("1.234.500 JPY");
  expect(said("KWD", pseudoWords("de-DE"))).toContain("1.234,500 KWD");
  expect(said("CHF", pseudoWords("de-CH"))).toMatch(/CHF 12[’']345.00/);
  const instant = new Date("2026-02-05T17:30:00Z");
  expect(formatInstant(instant, "Europe/Zurich", pseudoWords("de-CH"))).toBe(
    "Donnerstag, 5. Februar 2026, 18:30 (Europe/Zurich)",
  );
  expect(formatInstant(instant, "America/New_York", wordsIn("en"))).toBe(
    "Thursday, 5 February 2026, 12:30 (America/New York)",
  );
});

test("the hour that comes twice says which it is, in every language", () => {
  const second = new Date("2026-10-25T01:30:00Z");
  expect(formatInstant(second, "Europe/Zurich", wordsIn("en"))).toMatch(/, 02:30 \(Europe\/Zurich, .*\+0?1.*\)$/);
});

test("a sum is not broken over two lines of the text where the language keeps it together", () => {
  for (const { text } of lettersOf("payment_failed", { ...PLAIN, course: "x".repeat(20) }, pseudoWords("fr-FR"))) {
    expect(text).toMatch(/12\s345,00\s+CHF/);
    expect(text).not.toMatch(/12\n345/);
  }
});

test("a long subject is not cut inside a character, and what was opened is closed", () => {
  const course = `א${"😀".repeat(150)}`;
  const [letter] = lettersOf("order_expired", { ...PLAIN, course }, wordsIn("en"));
  expect(letter?.subject.isWellFormed()).toBe(true);
  expect(letter?.subject.length).toBeLessThanOrEqual(200);
  expect(letter?.subject.endsWith("\u2069")).toBe(true);
});

test("a notice that an earlier version promised is written as it was promised", () => {
  const t = isolateValues(wordsIn("en"));
  const old = { name: "Ada", event: "roles_changed" as const, detail: "student, support" };
  const draft = COMPOSERS.security_notice.write(old, sampleSchool(), t);
  expect(draft.parts).toContainEqual({ type: "text", text: expect.stringContaining("are now: student, support. You") });
});
