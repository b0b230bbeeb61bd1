import { eq } from "drizzle-orm";
import { orderBilling } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { isReverseCharge } from "../tax/is-reverse-charge.ts";
import type { Billing } from "./inputs.ts";

type Facts = {
  orderId: string;
  /** As it is kept: its VAT id was checked for its form. */
  billing: Billing;
  /** Taken from the order before, and not said for this one. */
  isCopied?: boolean;
};

/**
 * The step that keeps to whom an order is billed; saying it again takes the place of the first. A VAT id by which no tax is charged is to be asked
 * for at VIES where the school wants that, and again once it is another one.
 */
export async function storeBilling(ctx: StepCtx, { orderId, billing, isCopied = false }: Facts): Promise<void> {
  const [before] = await ctx.tx
    .select({ vatId: orderBilling.vatId, country: orderBilling.country })
    .from(orderBilling)
    .where(eq(orderBilling.orderId, orderId));
  const isSameId = before?.vatId === billing.vatId && before.country === billing.country;
  const row = { ...billing, isCopied, updatedAt: ctx.now, ...(isSameId ? {} : await beginCheck(ctx, billing)) };
  await ctx.tx
    .insert(orderBilling)
    .values({ orderId, ...row })
    .onConflictDoUpdate({ target: orderBilling.orderId, set: row });
}

async function beginCheck(ctx: StepCtx, billing: Billing) {
  const { checkVatIds, addressCountry: country, reverseChargeNote: note } = await getSchoolSettings(ctx.tx);
  const isAsked = checkVatIds && isReverseCharge(billing, { country, note });
  return {
    ...{ vatCheck: null, vatCheckedAt: null, vatConsultation: "", vatTrader: "", vatTries: 0, vatAcceptedAt: null },
    vatAskAt: isAsked ? ctx.now : null,
  };
}
