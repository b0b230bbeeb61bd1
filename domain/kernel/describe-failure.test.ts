import { expect, test } from "vitest";
import { loadCatalogue } from "#messages/catalogue.ts";
import { pseudoWords, wordsIn } from "#tests/support/pseudo-language.ts";
import { describeFailure } from "./describe-failure.ts";

const english = [...(loadCatalogue().get("en") ?? [])].filter(([key]) => key.startsWith("payment_failures."));

test("what a card service says most often is said in the reader's language, and English stays as it was kept", () => {
  expect(english.length).toBeGreaterThan(15);
  for (const [, kept] of english) {
    expect(describeFailure(kept, wordsIn("en"))).toBe(kept);
    expect(describeFailure(kept, pseudoWords("de"))).not.toMatch(/[a-z]/i);
  }
});

test("what we do not know is said as it was kept", () => {
  expect(describeFailure("Ihre Karte {x} <b>", wordsIn("de"))).toBe("Ihre Karte {x} <b>");
});
