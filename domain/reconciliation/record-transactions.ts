import { sql } from "drizzle-orm";
import type { ProviderName } from "#db/enums.ts";
import { providerTransactions } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { BalanceTransaction } from "../payments/provider.ts";
import { authorize } from "../policy.ts";
import { matchTransaction } from "./match-transaction.ts";

/**
 * Stores what moved the balance at a provider, each once by the provider's id, with what of ours it is. One that was stored before is looked at
 * again: a payment may have been booked, and a payout been made, since. Gives back how many were new. Whoever books fees and payouts
 * (`postProviderTransaction`) does it here, for each that is new: this is the one place through which all of them pass.
 */
export async function recordTransactions(
  ctx: WriteCtx,
  input: { provider: ProviderName; transactions: readonly BalanceTransaction[] },
): Promise<number> {
  authorize(ctx, "reconciliation.run", {});
  const { provider, transactions } = input;
  let added = 0;
  for (const found of transactions) {
    const { reference, kind, gross, feeMinor, netMinor, source, availableOn, payoutReference, occurredAt } = found;
    const match = await matchTransaction(ctx.tx, provider, found);
    const id = createId("providerTransaction");
    const [stored] = await ctx.tx
      .insert(providerTransactions)
      .values({
        ...{ id, provider, reference, kind, source, availableOn, payoutReference, occurredAt, ...match },
        ...{ currency: gross.currency, grossMinor: gross.minor, feeMinor, netMinor, storedAt: ctx.now },
      })
      .onConflictDoUpdate({
        target: [providerTransactions.provider, providerTransactions.reference],
        set: {
          ...match,
          availableOn,
          payoutReference: sql`coalesce(${payoutReference}, ${providerTransactions.payoutReference})`,
        },
      })
      .returning({ id: providerTransactions.id });
    if (stored?.id === id) added += 1;
  }
  if (added > 0) {
    await audit(ctx, "reconciliation.run", { type: "provider", id: provider }, { after: { rows: added } });
  }
  return added;
}
