import { eq, max } from "drizzle-orm";
import { orderInstalments, type orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { addDays, formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { recordState } from "../kernel/transitions.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

/**
 * The step of asking for what the school keeps of a cancelled order beyond what was paid of it, in minor units: one more part after the
 * others, which ended with the order, due when invoices of the school are. It is paid, reminded of and late as any part.
 */
export async function addCancellationFee(
  ctx: StepCtx,
  { id: orderId }: Pick<typeof orders.$inferSelect, "id">,
  amountMinor: number,
): Promise<void> {
  const { timezone, invoiceDueDays } = await getSchoolSettings(ctx.tx);
  const dueOn = addDays(formatLocalDay(ctx.now, timezone), invoiceDueDays);
  const lateFrom = getEndOfDay(dueOn, timezone);
  if (!lateFrom) throw new Error(`${dueOn} is no day`);
  const [last] = await ctx.tx
    .select({ number: max(orderInstalments.number) })
    .from(orderInstalments)
    .where(eq(orderInstalments.orderId, orderId));
  const id = createId("instalment");
  await ctx.tx.insert(orderInstalments).values({
    ...{ id, orderId, number: (last?.number ?? 0) + 1, kind: "cancellation_fee", level: 0, dueOn, lateFrom },
    ...{ amountMinor, state: "due", createdAt: ctx.now },
  });
  await recordState(ctx, { type: "instalment", id }, null, "due", "the terms keep more than was paid");
}
