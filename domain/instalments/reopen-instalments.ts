import { and, asc, desc, eq, inArray, ne, notExists } from "drizzle-orm";
import { orderInstalments, payments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { recordState } from "../kernel/transitions.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Instalment } from "./load-instalments.ts";

/** How many days somebody has who is asked again for what they believed to be paid. */
export const AGAIN_DAYS = 7;

/** The payment that was another order's, and what else is here for its order, in minor units. */
type Undone = { paymentId: string; orderId: string; leftMinor: number };

/**
 * The step of asking again for the instalments of a payment that was another order's: those that what else is here pays whole, the oldest first, stay paid by
 * that. One whose day is over, or nearly, gets a new one, and is reminded of as if it had never been: its payer could not know. Says what the others come to in minor
 * units, which they are, and whether all that the payment had paid is asked for.
 */
export async function reopenInstalments(
  ctx: StepCtx,
  undone: Undone,
): Promise<{ amountMinor: number; feeMinor: number; first: number; last: number; isWhole: boolean } | undefined> {
  const paid = await ctx.tx
    .select()
    .from(orderInstalments)
    .where(and(eq(orderInstalments.paymentId, undone.paymentId), eq(orderInstalments.state, "paid")))
    .orderBy(asc(orderInstalments.number), asc(orderInstalments.level));
  const covered = countCovered(paid, undone.leftMinor);
  if (covered > 0) await keepPaid(ctx, paid.slice(0, covered), undone);
  const open = paid.slice(covered);
  if (open.length === 0) return undefined;
  await askAgain(ctx, open);
  const numbers = open.map(({ number }) => number);
  return {
    amountMinor: sumOf(open),
    feeMinor: sumOf(open.filter(({ kind }) => kind === "cancellation_fee")),
    first: Math.min(...numbers),
    last: Math.max(...numbers),
    isWhole: covered === 0,
  };
}

const sumOf = (parts: readonly Instalment[]) => parts.reduce((total, { amountMinor }) => total + amountMinor, 0);

/** How many of these, from the first on, an amount in minor units pays whole. */
function countCovered(parts: readonly Instalment[], leftMinor: number): number {
  const uncovered = parts.findIndex((_, index) => sumOf(parts.slice(0, index + 1)) > leftMinor);
  return uncovered < 0 ? parts.length : uncovered;
}

/** They were paid twice: by the money that goes, and by a payment that nothing was taken of. */
async function keepPaid(ctx: StepCtx, parts: readonly Instalment[], { paymentId, orderId }: Undone): Promise<void> {
  const itsParts = ctx.tx
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .where(eq(orderInstalments.paymentId, payments.id));
  const [other] = await ctx.tx
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        ...[eq(payments.orderId, orderId), eq(payments.state, "settled"), ne(payments.id, paymentId)],
        notExists(itsParts),
      ),
    )
    .orderBy(desc(payments.settledAt), desc(payments.id))
    .limit(1);
  const ids = parts.map(({ id }) => id);
  // Where it was credit, or several that paid a little, the parts are nobody's in particular.
  const set = { paymentId: other?.id ?? null };
  await ctx.tx.update(orderInstalments).set(set).where(inArray(orderInstalments.id, ids));
}

async function askAgain(ctx: StepCtx, parts: readonly Instalment[]): Promise<void> {
  const { timezone } = await getSchoolSettings(ctx.tx);
  const earliest = addDays(formatLocalDay(ctx.now, timezone), AGAIN_DAYS);
  for (const part of parts) {
    const dueOn = part.dueOn < earliest ? earliest : part.dueOn;
    const lateFrom = dueOn === part.dueOn ? part.lateFrom : getEndOfDay(dueOn, timezone);
    if (!lateFrom) throw new Error(`${dueOn} is no day`);
    await ctx.tx
      .update(orderInstalments)
      .set({
        ...{ state: "due", paidAt: null, paymentId: null, dueOn, lateFrom },
        ...{ remindedLevel: null, remindedAt: null, suspendedAt: null },
      })
      .where(eq(orderInstalments.id, part.id));
    await recordState(ctx, { type: "instalment", id: part.id }, "paid", "due", "a bank match was undone");
  }
}
