import { and, eq, inArray, sql } from "drizzle-orm";
import { payoutRuns, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findPayoutRun } from "./find-payout-run.ts";

/**
 * Takes a refund out of a file that was not sent: it waits as before, for the next file or to be sent by hand. The file has another name
 * from then on, so that the bank takes it for another one. Refuses (`wrong_state`) what was sent meanwhile.
 */
export async function removeFromPayoutRun(ctx: WriteCtx, input: { runId: string; refundId: string }): Promise<void> {
  authorize(ctx, "payout.remove", {});
  const run = await findPayoutRun(ctx.tx, input.runId);
  const [counted] = await ctx.tx
    .update(payoutRuns)
    .set({ version: sql`${payoutRuns.version} + 1` })
    .where(and(eq(payoutRuns.id, run.id), eq(payoutRuns.state, "open")))
    .returning({ version: payoutRuns.version });
  const [removed] = await ctx.tx
    .update(refunds)
    .set({ payoutRunId: null, payeeHolder: null, payeeIban: null })
    .where(
      and(
        eq(refunds.id, input.refundId),
        eq(refunds.payoutRunId, run.id),
        inArray(refunds.state, ["requested", "submitted"]),
      ),
    )
    .returning({ id: refunds.id });
  if (!counted || !removed) throw new Refusal("wrong_state");
  await audit(
    ctx,
    "payout.remove",
    { type: "payout_run", id: run.id },
    { after: { refund: removed.id, version: counted.version } },
  );
}
