import { expect, test } from "vitest";
import { refundWords } from "./receipt.tsx";

test("a refund by bank transfer is not said to be going back before the office has sent it", () => {
  for (const state of ["requested", "submitted"]) {
    expect(refundWords("bank", state)).toBe("To be sent back to you");
    expect(refundWords("stripe", state)).toBe("Going back to you");
  }
  for (const provider of ["bank", "stripe"] as const) expect(refundWords(provider, "done")).toBe("Given back");
});
