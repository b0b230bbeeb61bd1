import { and, asc, eq, inArray } from "drizzle-orm";
import { refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { markRefundSent } from "../refunds/mark-refund-sent.ts";
import { findPayoutRun } from "./find-payout-run.ts";
import { type PayoutRun, payoutRunMachine } from "./machine.ts";

/**
 * The bank has the file: each of its refunds is marked as sent, as `markRefundSent` does one, and whoever was marked by hand before stays
 * as they are. Refuses (`wrong_state`) a run that was marked or called off meanwhile.
 */
export async function markPayoutRunSent(ctx: WriteCtx, input: { runId: string }): Promise<PayoutRun> {
  authorize(ctx, "payout.send", {});
  const before = await findPayoutRun(ctx.tx, input.runId);
  const run = await transition(ctx, payoutRunMachine, before.id, "sent", { set: { endedAt: ctx.now } });
  const waiting = await ctx.tx
    .select({ refundId: refunds.id, holder: refunds.payeeHolder, iban: refunds.payeeIban })
    .from(refunds)
    .where(and(eq(refunds.payoutRunId, run.id), inArray(refunds.state, ["requested", "submitted"])))
    .orderBy(asc(refunds.id));
  for (const { refundId, holder, iban } of waiting) {
    await markRefundSent(ctx, { refundId, holder: holder ?? "", iban: iban ?? "" });
  }
  await audit(
    ctx,
    "payout.send",
    { type: "payout_run", id: run.id },
    { before: { state: before.state }, after: { state: run.state, refunds: waiting.length } },
  );
  return run;
}
