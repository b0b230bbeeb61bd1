import { and, eq, inArray, isNull } from "drizzle-orm";
import { payoutRuns, refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createCode, createId } from "../kernel/ids.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { isApproved } from "../refunds/is-approval-needed.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { getRequestedDay } from "./get-requested-day.ts";
import { listUnsentRefunds } from "./list-unsent-refunds.ts";
import type { PayoutRun } from "./machine.ts";

/** Letters and digits of a file's code. */
export const RUN_CODE_LENGTH = 8;

/** So many refunds go into one file; more wait for the next. All of them are marked as sent in one transaction. */
export const RUN_REFUNDS_MAX = 100;

/**
 * Puts the refunds that are ready in a currency, the oldest first, into a file for the bank, and keeps to which account each goes. No
 * refund is ever in two: each is taken by a conditional update. `debtor`: the school's account, null while it has not said
 * which. Asks for a recent sign-in; refuses (`wrong_state`) without an account and when nothing is ready.
 */
export async function createPayoutRun(
  ctx: WriteCtx,
  { currency, debtor }: { currency: string; debtor: { holder: string; iban: string } | null },
): Promise<PayoutRun> {
  authorize(ctx, "payout.create", {});
  if (!debtor) throw new Refusal("wrong_state", { words: message("payouts.no_school_account") });
  requireRecentSignIn(ctx);
  const ready = (await listUnsentRefunds(ctx.tx, debtor.iban))
    .filter((each) => each.currency === currency && each.fault === null)
    .slice(0, RUN_REFUNDS_MAX);
  const { timezone } = await getSchoolSettings(ctx.tx);
  const [run] = await ctx.tx
    .insert(payoutRuns)
    .values({
      ...{ id: createId("payoutRun"), code: createCode(RUN_CODE_LENGTH), state: "open", currency },
      ...{ debtorHolder: debtor.holder, debtorIban: debtor.iban },
      requestedOn: getRequestedDay(formatLocalDay(ctx.now, timezone)),
      createdBy: getActorId(ctx.actor),
      createdAt: ctx.now,
    })
    .returning();
  if (!run) throw new Error("the run was not written");
  let taken = 0;
  for (const { refundId, holder, iban } of ready) {
    const [one] = await ctx.tx
      .update(refunds)
      .set({ payoutRunId: run.id, payeeHolder: holder, payeeIban: iban })
      .where(
        and(
          ...[eq(refunds.id, refundId), inArray(refunds.state, ["requested", "submitted"])],
          ...[isNull(refunds.payoutRunId), isApproved],
        ),
      )
      .returning({ id: refunds.id });
    if (one) taken += 1;
  }
  // Whoever pressed a moment earlier has them; the empty run is undone with the refusal.
  if (taken === 0) throw new Refusal("wrong_state", { words: message("payouts.nothing_ready") });
  const source = { type: "payout_run", id: run.id } as const;
  await recordState(ctx, source, null, "open");
  await audit(ctx, "payout.create", source, { after: { code: run.code, currency, refunds: taken } });
  return run;
}
