import { expect } from "vitest";
import { isProviderTrouble } from "#domain/payments/provider.ts";

/** A call that failed must say so as trouble: anything else the school takes for a fault of its own. */
export function expectTrouble(error: unknown): void {
  expect(error).toSatisfy(isProviderTrouble);
}
