import { expect, test } from "vitest";
import { loadCatalogue } from "#messages/catalogue.ts";
import { pseudoWords, wordsIn } from "#tests/support/pseudo-language.ts";
import {
  describeFailure,
  describeRefundFailure,
  type FailureCode,
  formatFailure,
  getProviderWords,
  isFailure,
} from "./describe-failure.ts";

const english = [...(loadCatalogue().get("en") ?? [])].filter(([key]) => key.startsWith("payment_failures."));
const codes = english.map(([key, text]) => [key.replace("payment_failures.", "") as FailureCode, text] as const);

test("every failure is kept as a code and said in the reader's language", () => {
  expect(codes.length).toBeGreaterThan(20);
  for (const [code, text] of codes) {
    const kept = formatFailure(code, "Votre carte a été refusée.");
    expect([isFailure(kept), describeFailure(kept, wordsIn("en"))]).toEqual([true, text]);
    expect(describeFailure(kept, pseudoWords("de"))).not.toMatch(/[a-z]/i);
    expect(describeRefundFailure(kept, wordsIn("de"))).toBe(describeFailure(kept, wordsIn("de")));
  }
});

test("what was kept as a sentence of the card service is said in the reader's language too", () => {
  for (const kept of ["Your card has insufficient funds.", "The card was declined."]) {
    expect(describeFailure(kept, wordsIn("en"))).toBe(kept);
    expect(describeFailure(kept, pseudoWords("de"))).not.toMatch(/[a-z]/i);
    expect(getProviderWords(kept)).toBe("");
  }
});

test("the provider's own words are the team's alone, and never a sentence on a buyer's page", () => {
  for (const kept of [
    "Ihre Karte {x} <b>",
    "some_new_code",
    formatFailure("payment_not_through", "Do not honour: 05"),
  ]) {
    expect(describeFailure(kept, wordsIn("en"))).toBe("The payment did not go through.");
    expect(describeRefundFailure("some_new_code", wordsIn("en"))).toBe("The refund did not go through.");
    expect(kept.endsWith(getProviderWords(kept))).toBe(true);
    expect(getProviderWords(kept)).not.toBe("");
  }
});

test("a provider that says much fits its column", () => {
  expect(formatFailure("refund_failed", "x".repeat(1_000))).toHaveLength(300);
});
