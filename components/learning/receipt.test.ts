import { expect, test } from "vitest";
import { refundWords } from "./receipt.tsx";

test("a refund by bank transfer is not said to be going back before the office has sent it", () => {
  for (const state of ["requested", "submitted"]) {
    expect(refundWords("bank", state, null)).toBe("To be sent back to you");
    expect(refundWords("stripe", state, null)).toBe("Going back to you");
  }
  for (const provider of ["bank", "stripe"] as const) expect(refundWords(provider, "done", null)).toBe("Given back");
});

test("a refund that waits for a second person is not said to be on its way", () => {
  for (const provider of ["bank", "stripe"] as const) {
    expect(refundWords(provider, "requested", "awaited")).toBe("To go back, once the school has approved it");
  }
});
