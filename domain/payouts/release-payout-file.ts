import { and, asc, eq, isNull } from "drizzle-orm";
import { orders, payments, payoutRuns, refunds } from "#db/schema/index.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findPayoutRun } from "./find-payout-run.ts";
import type { PayoutRun } from "./machine.ts";

/** One transfer of a file. `about`: what the student reads beside it, the code of their order. */
export type PayoutTransfer = { refundId: string; amountMinor: number; holder: string; iban: string; about: string };

/**
 * What the file of a run says. It is the same at every download until a refund is taken out: what was sent since stands in it still, for
 * a bank knows a file again by its name and would take one with other transfers for an error. Asks for a recent sign-in, for it holds the
 * accounts of students; each download is audited. Refuses (`wrong_state`) a run that was called off.
 */
export async function releasePayoutFile(
  ctx: WriteCtx,
  input: { runId: string },
): Promise<{ run: PayoutRun; transfers: PayoutTransfer[] }> {
  authorize(ctx, "payout.download", {});
  requireRecentSignIn(ctx);
  const run = await findPayoutRun(ctx.tx, input.runId);
  if (run.state === "cancelled") throw new Refusal("wrong_state");
  const rows = await ctx.tx
    .select({
      refundId: refunds.id,
      amountMinor: refunds.amountMinor,
      holder: refunds.payeeHolder,
      iban: refunds.payeeIban,
      about: orders.code,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(refunds.payoutRunId, run.id))
    .orderBy(asc(refunds.id));
  const transfers = rows.map((row) => ({ ...row, holder: row.holder ?? "", iban: row.iban ?? "" }));
  if (transfers.length === 0) throw new Refusal("wrong_state");
  await ctx.tx
    .update(payoutRuns)
    .set({ downloadedAt: ctx.now })
    .where(and(eq(payoutRuns.id, run.id), isNull(payoutRuns.downloadedAt)));
  await audit(
    ctx,
    "payout.download",
    { type: "payout_run", id: run.id },
    { after: { refunds: transfers.length, version: run.version } },
  );
  return { run, transfers };
}
