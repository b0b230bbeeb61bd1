import { and, eq, inArray } from "drizzle-orm";
import { refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findPayoutRun } from "./find-payout-run.ts";
import { type PayoutRun, payoutRunMachine } from "./machine.ts";

/**
 * Calls off a file that never went to the bank: its refunds wait for the next. Refuses (`wrong_state`) one that was marked as sent, and
 * one of which a refund has gone already: then the bank has the file.
 */
export async function cancelPayoutRun(ctx: WriteCtx, input: { runId: string; why: string }): Promise<PayoutRun> {
  authorize(ctx, "payout.cancel", {});
  const before = await findPayoutRun(ctx.tx, input.runId);
  const run = await transition(ctx, payoutRunMachine, before.id, "cancelled", {
    set: { endedAt: ctx.now },
    why: input.why,
  });
  const freed = await ctx.tx
    .update(refunds)
    .set({ payoutRunId: null, payeeHolder: null, payeeIban: null })
    .where(and(eq(refunds.payoutRunId, run.id), inArray(refunds.state, ["requested", "submitted"])))
    .returning({ id: refunds.id });
  if ((await ctx.tx.$count(refunds, eq(refunds.payoutRunId, run.id))) > 0) {
    throw new Refusal("wrong_state", { words: message("payouts.partly_sent") });
  }
  await audit(
    ctx,
    "payout.cancel",
    { type: "payout_run", id: run.id },
    { before: { state: before.state }, after: { state: run.state, refunds: freed.length, why: input.why } },
  );
  return run;
}
