import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { grants, holds, orderReminders, orders, payments } from "#db/schema/index.ts";
import { reserveAgain } from "../coupons/reserve-again.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";
import { reopenInvoice } from "../invoices/reopen-invoice.ts";
import { addMs } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState, transition } from "../kernel/transitions.ts";
import { orderMachine } from "../orders/machine.ts";
import { returnSeatToHold } from "../seats/claims.ts";
import { TRANSFER_MS } from "../seats/extend-holds.ts";
import type { BoughtPlace } from "./find-unused-places.ts";

type Order = typeof orders.$inferSelect;

/** The reason in the histories of an order and its places, whose payment was another order's. */
export const MATCH_UNDONE = "a bank match was undone";

/**
 * The step of letting an order wait for its payment again: its places are held as for a transfer, for as long as one takes from now on; access
 * to them ends, its coupon stays reserved, and its invoice is open.
 */
export async function reopenOrder(ctx: StepCtx, order: Order, places: readonly BoughtPlace[]): Promise<Date> {
  const until = addMs(ctx.now, TRANSFER_MS);
  const why = MATCH_UNDONE;
  await transition(ctx, orderMachine, order.id, "awaiting_payment", {
    from: ["paid"],
    set: { paidAt: null, expiresAt: until },
    why,
  });
  for (const place of places) {
    await transition(ctx, enrolmentMachine, place.enrolmentId, "pending", {
      from: ["active"],
      set: { activatedAt: null },
      why,
    });
    await ctx.tx
      .update(grants)
      .set({ revokedAt: ctx.now, revokedWhy: why })
      .where(and(eq(grants.enrolmentId, place.enrolmentId), isNull(grants.revokedAt)));
    await holdSeat(ctx, place, until);
  }
  await reserveAgain(ctx, order.id);
  await reopenInvoice(ctx, order.id);
  // Its time to pay begins anew, and so do its reminders.
  await ctx.tx
    .update(orderReminders)
    .set({ remindedDays: null, remindedAt: null })
    .where(eq(orderReminders.orderId, order.id));
  return until;
}

/** The seat stays theirs, held by what had held it before; a place that was paid late had lost that, and gets a new one. */
async function holdSeat(ctx: StepCtx, { lineId, cohortId }: BoughtPlace, until: Date): Promise<void> {
  const [before] = await ctx.tx
    .select({ id: holds.id })
    .from(holds)
    .where(and(eq(holds.orderLineId, lineId), eq(holds.state, "taken")))
    .orderBy(desc(holds.createdAt))
    .limit(1);
  if (before) {
    await ctx.tx.update(holds).set({ state: "held", until }).where(eq(holds.id, before.id));
  } else {
    const hold = { id: createId("hold"), cohortId, orderLineId: lineId, until, createdAt: ctx.now };
    await ctx.tx.insert(holds).values({ ...hold, state: "held" });
  }
  await returnSeatToHold(ctx, cohortId);
}

/** What is asked for, in minor units, and for which instalments of its order. */
type Asked = { amountMinor: number; first: number | null; last: number | null; until: Date };

/** The step of awaiting a transfer that nobody has begun: the money is looked for as soon as it is asked for again. */
export async function addAwaitedTransfer(ctx: StepCtx, order: Order, { amountMinor, first, last, until }: Asked) {
  if (!ctx.rules.paymentProviders.includes("bank") || amountMinor < 1) return;
  const open = await ctx.tx
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, order.id),
        eq(payments.provider, "bank"),
        eq(payments.amountMinor, amountMinor),
        inArray(payments.state, ["created", "pending"]),
      ),
    );
  if (open.length > 0) return;
  const id = createId("payment");
  await ctx.tx.insert(payments).values({
    ...{ id, orderId: order.id, provider: "bank", state: "created", amountMinor, currency: order.currency },
    ...{ firstInstalment: first, lastInstalment: last, idempotencyKey: `matricula-${id}` },
    ...{ expiresAt: until, createdAt: ctx.now },
  });
  await recordState(ctx, { type: "payment", id }, null, "created", MATCH_UNDONE);
}
