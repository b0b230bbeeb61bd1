import { message } from "#messages/message.ts";
import { Refusal } from "../kernel/refusal.ts";

/** Refuses (`invalid_input`, beside the amount) credit of nothing, and of less. */
export function assertPositive(amountMinor: number): void {
  if (amountMinor >= 1) return;
  throw new Refusal("invalid_input", { fields: { amount: message("fields.amount_positive") } });
}
