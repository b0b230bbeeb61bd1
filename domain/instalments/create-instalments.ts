import { eq } from "drizzle-orm";
import { cohorts, orderInstalments, orderLines, type orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { getPlanParts } from "../courses/payment-plan.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { getEndOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { type Instalment, loadInstalments } from "./load-instalments.ts";

/**
 * Fixes how an order that waits for payment is paid in parts, by the plan of its cohort and from today. One that has its parts keeps
 * them. Refuses (`wrong_state`) an order of more than one place, and one whose cohort has no plan that fits.
 */
export async function createInstalments(ctx: StepCtx, order: typeof orders.$inferSelect): Promise<Instalment[]> {
  const before = await loadInstalments(ctx.tx, order.id);
  if (before.length > 0) return before;
  const lines = await ctx.tx
    .select({
      kind: orderLines.kind,
      paymentPlan: cohorts.paymentPlan,
      timezone: cohorts.timezone,
      endsAt: cohorts.endsAt,
    })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .where(eq(orderLines.orderId, order.id));
  const [line] = lines;
  const { plansEndWithCourse: endsWithCourse } = await getSchoolSettings(ctx.tx);
  const isPlanned = line && lines.length === 1 && line.kind === "enrolment" && order.state === "awaiting_payment";
  const parts = isPlanned && getPlanParts(line, { totalMinor: order.totalMinor, now: ctx.now, endsWithCourse });
  if (!line || !parts) throw new Refusal("wrong_state", { words: message("refusals.no_payment_plan") });
  const rows = parts.map(({ number, dueOn, amountMinor }): Instalment => {
    const lateFrom = getEndOfDay(dueOn, line.timezone);
    if (!lateFrom) throw new Error(`${dueOn} is no day`);
    return {
      ...{
        id: createId("instalment"),
        orderId: order.id,
        number,
        kind: "part",
        level: 0,
        dueOn,
        lateFrom,
        amountMinor,
      },
      ...{ state: "due", paymentId: null, paidAt: null, remindedLevel: null, remindedAt: null, suspendedAt: null },
      createdAt: ctx.now,
    };
  });
  await ctx.tx.insert(orderInstalments).values(rows);
  return rows;
}
