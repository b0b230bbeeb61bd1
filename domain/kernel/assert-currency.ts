import { explainCurrencyRefusal } from "./currencies.ts";
import { Refusal } from "./refusal.ts";

/** Refuses, beside the field `currency`, a code in which nobody can pay: unknown, given up, a metal, or for tests. */
export function assertCurrency(code: string): void {
  const words = explainCurrencyRefusal(code);
  if (words !== undefined) throw new Refusal("invalid_input", { fields: { currency: words } });
}
