import { and, eq } from "drizzle-orm";
import { orderInstalments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { recordState } from "../kernel/transitions.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

/** How many days somebody has who is asked again for what they believed to be paid. */
export const AGAIN_DAYS = 7;

/**
 * The step of asking again for the instalments of a payment that was another order's. One whose day is over, or nearly, gets a new one, and is
 * reminded of as if it had never been: its payer could not know. Says what they come to in minor units, and which they are.
 */
export async function reopenInstalments(
  ctx: StepCtx,
  paymentId: string,
): Promise<{ amountMinor: number; feeMinor: number; first: number; last: number } | undefined> {
  const paid = await ctx.tx
    .select()
    .from(orderInstalments)
    .where(and(eq(orderInstalments.paymentId, paymentId), eq(orderInstalments.state, "paid")));
  if (paid.length === 0) return undefined;
  const { timezone } = await getSchoolSettings(ctx.tx);
  const earliest = addDays(formatLocalDay(ctx.now, timezone), AGAIN_DAYS);
  for (const part of paid) {
    const dueOn = part.dueOn < earliest ? earliest : part.dueOn;
    const lateFrom = dueOn === part.dueOn ? part.lateFrom : getEndOfDay(dueOn, timezone);
    if (!lateFrom) throw new Error(`${dueOn} is no day`);
    await ctx.tx
      .update(orderInstalments)
      .set({
        state: "due",
        paidAt: null,
        paymentId: null,
        dueOn,
        lateFrom,
        remindedLevel: null,
        remindedAt: null,
        suspendedAt: null,
      })
      .where(eq(orderInstalments.id, part.id));
    await recordState(ctx, { type: "instalment", id: part.id }, "paid", "due", "a bank match was undone");
  }
  const numbers = paid.map(({ number }) => number);
  const sum = (rows: typeof paid) => rows.reduce((total, { amountMinor }) => total + amountMinor, 0);
  return {
    amountMinor: sum(paid),
    feeMinor: sum(paid.filter(({ kind }) => kind === "cancellation_fee")),
    first: Math.min(...numbers),
    last: Math.max(...numbers),
  };
}
