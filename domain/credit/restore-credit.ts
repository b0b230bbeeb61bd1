import type { orders } from "#db/schema/index.ts";
import { issueCreditNote } from "../invoices/issue-credit-note.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getSpentCreditMinor } from "../ledger/credit-sums.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { addCredit } from "./add-credit.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "buyerId" | "currency">;

/** What was paid with credit for an order that has ended goes back to the credit, as far as it is the customer's. */
export async function restoreCredit(ctx: StepCtx, { id: orderId, buyerId: userId, currency }: Order): Promise<void> {
  const spentMinor = await getSpentCreditMinor(ctx.tx, orderId);
  if (spentMinor <= 0) return;
  const amountMinor = Math.min(spentMinor, await getOrderFunds(ctx.tx, { id: orderId, currency }));
  if (amountMinor <= 0) return;
  const move = { userId, currency, amountMinor, kind: "returned" as const, orderId };
  await addCredit(ctx, move, [{ account: "customer_funds", detail: orderId, amountMinor }]);
  await issueCreditNote(ctx, orderId);
}
