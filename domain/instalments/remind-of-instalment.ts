import { and, eq, not } from "drizzle-orm";
import { orderInstalments, orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { createId } from "../kernel/ids.ts";
import { readAmount } from "../kernel/read-amount.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { parseLateReminders } from "../settings/parse-late-reminders.ts";
import { isBelowLevel, isRemindedOf } from "./is-asked-for.ts";
import { isLeftToCard } from "./is-left-to-card.ts";
import type { DueReminder } from "./list-due-reminders.ts";
import { loadBuyer } from "./load-buyer.ts";

type Instalment = typeof orderInstalments.$inferSelect;

/**
 * Reminds a payer of one instalment, each level once; one of what is late may cost a fee, which is asked for with the part. Says false
 * when the part was paid or reminded of meanwhile, or its order is not to be reminded: that is checked in the write that promises the
 * mail, and once more when it is sent.
 */
export async function remindOfInstalment(ctx: WriteCtx, input: Omit<DueReminder, "orderId">): Promise<boolean> {
  authorize(ctx, "payment.remind", {});
  const { instalmentId, level } = input;
  const [part] = await ctx.tx
    .update(orderInstalments)
    .set({ remindedLevel: level, remindedAt: ctx.now })
    .where(
      and(
        eq(orderInstalments.id, instalmentId),
        isBelowLevel(level),
        isRemindedOf(ctx.tx),
        // A fee for what the school itself has not charged yet would be wrong.
        level > 0 ? not(isLeftToCard(ctx.tx, ctx.now)) : undefined,
      ),
    )
    .returning();
  if (!part) return false;
  const feeMinor = await addFee(ctx, part, level);
  const buyer = await loadBuyer(ctx, part.orderId);
  const payload = { instalmentId, level };
  // A part that is asked for a second time has another day, and its reminders go out again.
  const dedupeKey = `${instalmentId}:${level}:${part.dueOn}`;
  await enqueueMail(ctx, { kind: "payment_reminder", to: buyer.email, payload, dedupeKey });
  const after = { instalment: part.number, level, ...(feeMinor > 0 && { feeMinor }) };
  await audit(ctx, "payment.remind", { type: "order", id: part.orderId }, { after });
  return true;
}

/** What a level costs, in minor units, once. The fees are those of the school's currency. */
async function addFee(ctx: StepCtx, part: Instalment, level: number): Promise<number> {
  // A fee costs no further fee.
  if (level < 1 || part.kind !== "part") return 0;
  const settings = await getSchoolSettings(ctx.tx);
  const fee = parseLateReminders(settings.lateReminders)?.[level - 1]?.fee;
  const [order] = await ctx.tx.select({ currency: orders.currency }).from(orders).where(eq(orders.id, part.orderId));
  if (!fee || order?.currency !== settings.currency) return 0;
  const amount = readAmount(fee, order.currency);
  if ("problem" in amount || amount.minor < 1) return 0;
  const { orderId, number, dueOn, lateFrom } = part;
  const added = await ctx.tx
    .insert(orderInstalments)
    .values({
      ...{ id: createId("instalment"), orderId, number, kind: "fee", level, dueOn, lateFrom },
      ...{ amountMinor: amount.minor, state: "due", createdAt: ctx.now },
    })
    .onConflictDoNothing()
    .returning({ id: orderInstalments.id });
  return added.length > 0 ? amount.minor : 0;
}
