import { eq } from "drizzle-orm";
import { payoutRuns } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { authorize } from "../policy.ts";
import { RUN_REFUNDS_MAX } from "./create-payout-run.ts";
import { payoutList, type PayoutRow } from "./list-payouts.ts";
import type { PayoutRun } from "./machine.ts";

/** A file for the bank with its refunds. */
export type PayoutRunView = PayoutRun & { rows: PayoutRow[]; total: Money };

/** Undefined when there is none. */
export async function getPayoutRun(ctx: ReadCtx, runId: string): Promise<PayoutRunView | undefined> {
  authorize(ctx, "payout.list", {});
  const [run] = await ctx.read.select().from(payoutRuns).where(eq(payoutRuns.id, runId));
  if (!run) return undefined;
  const { items: rows } = await payoutList.after(ctx, { runId, limit: RUN_REFUNDS_MAX });
  const minor = rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { ...run, rows, total: { minor, currency: run.currency } };
}
