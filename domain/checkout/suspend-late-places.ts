import { and, asc, eq, isNull, lte } from "drizzle-orm";
import { enrolments, orderInstalments, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";
import { isRemindedOf } from "../instalments/is-asked-for.ts";
import { loadBuyer } from "../instalments/load-buyer.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { LATE_PAYMENT } from "./resume-after-payment.ts";

/** SQL: a part for which access was not suspended yet, of a day since which the grace has passed. */
const isPastGrace = (now: Date, graceDays: number) =>
  and(
    eq(orderInstalments.kind, "part"),
    isNull(orderInstalments.suspendedAt),
    lte(orderInstalments.lateFrom, addMs(now, -graceDays * DAY_MS)),
  );

/** The instalments that are late for longer than the school waits, the oldest first; none where it never suspends. */
export async function listPastGrace(read: Reader, now: Date, atMost: number): Promise<string[]> {
  const { paymentGraceDays } = await getSchoolSettings(read);
  if (paymentGraceDays === null) return [];
  const rows = await read
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .where(and(isRemindedOf(read), isPastGrace(now, paymentGraceDays)))
    .orderBy(asc(orderInstalments.lateFrom), asc(orderInstalments.id))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

/**
 * Suspends access to what an order has bought, because one of its instalments is late for longer than the school waits: once for each, so
 * that what the office says afterwards stands. It opens again by itself when that is paid. Says false when it was paid meanwhile.
 */
export async function suspendLatePlaces(ctx: WriteCtx, instalmentId: string): Promise<boolean> {
  authorize(ctx, "enrolment.suspend", {});
  const { paymentGraceDays } = await getSchoolSettings(ctx.tx);
  if (paymentGraceDays === null) return false;
  const [part] = await ctx.tx
    .update(orderInstalments)
    .set({ suspendedAt: ctx.now })
    .where(and(eq(orderInstalments.id, instalmentId), isRemindedOf(ctx.tx), isPastGrace(ctx.now, paymentGraceDays)))
    .returning();
  if (!part) return false;
  const places = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(and(eq(orderLines.orderId, part.orderId), eq(enrolments.state, "active")));
  for (const { id } of places) {
    const why = LATE_PAYMENT;
    const suspended = await tryTransition(ctx, enrolmentMachine, id, "suspended", { from: ["active"], why });
    if (!suspended) continue;
    const { email } = await loadBuyer(ctx, part.orderId);
    await enqueueMail(ctx, {
      kind: "payment_suspended",
      to: email,
      payload: { instalmentId },
      dedupeKey: `${instalmentId}:${part.dueOn}`,
    });
    const change = { before: { state: "active" }, after: { state: "suspended", why } };
    await audit(ctx, "enrolment.suspend", { type: "enrolment", id }, change);
  }
  return places.length > 0;
}
