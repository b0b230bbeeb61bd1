import { and, eq, isNull } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** Notes what the provider calls a charge of a kept card. A message of the provider may have said it before. */
export async function recordCharge(ctx: WriteCtx, input: { paymentId: string; reference: string }): Promise<void> {
  authorize(ctx, "payment.charge", {});
  const { paymentId, reference } = input;
  const own = and(eq(payments.id, paymentId), isNull(payments.reference));
  const noted = await ctx.tx.update(payments).set({ reference }).where(own).returning({ id: payments.id });
  if (noted.length === 0) return;
  await audit(ctx, "payment.charge", { type: "payment", id: paymentId }, { after: { reference } });
}
