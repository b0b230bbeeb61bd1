import { expect, test } from "vitest";
import { explainWay } from "./explain-way.ts";

const bank = { name: "bank", explanation: "payments.bank_explanation" } as const;
const card = { name: "stripe", explanation: "payments.card_explanation" } as const;

test("that a place is confirmed once a transfer has come is said of a place that waits for it, and of nothing else", () => {
  expect(explainWay(bank, "place")).toBe(
    "You transfer the money yourself. Your place is confirmed when it has arrived.",
  );
  expect(explainWay(bank, "other")).toBe("You transfer the money yourself.");
  expect(explainWay(card, "place")).not.toContain("confirmed");
});
