import type { orders } from "#db/schema/index.ts";
import { issueCreditNote } from "../invoices/issue-credit-note.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getSpentCreditMinor } from "../ledger/credit-sums.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { addCredit } from "./add-credit.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "buyerId" | "currency">;

/**
 * Gives back to its buyer's credit up to `mostMinor` (minor units) of what credit has paid of an order that may go on: the customer's own
 * money first, and what goes beyond that out of what the school had earned, as with a refund. Says how much it was.
 */
export async function returnCredit(ctx: StepCtx, order: Order, mostMinor: number): Promise<number> {
  const { id: orderId, buyerId: userId, currency } = order;
  const amountMinor = Math.min(mostMinor, await getSpentCreditMinor(ctx.tx, orderId));
  if (amountMinor <= 0) return 0;
  const fundsMinor = Math.min(Math.max(await getOrderFunds(ctx.tx, order), 0), amountMinor);
  const move = { userId, currency, amountMinor, kind: "returned" as const, orderId };
  await addCredit(ctx, move, [
    { account: "customer_funds", detail: orderId, amountMinor: fundsMinor },
    { account: "revenue", detail: "", amountMinor: amountMinor - fundsMinor },
  ]);
  await issueCreditNote(ctx, orderId);
  return amountMinor;
}
