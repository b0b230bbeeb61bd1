import { and, asc, eq, lte } from "drizzle-orm";
import { orderBilling, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { compactVatId } from "../kernel/describe-vat-id-fault.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { type RegisteredId, splitVatId } from "./vat-register.ts";

/** Whether the VAT id of an order is to be asked for now. An index holds only those that are to be asked for at all. */
export async function hasDueVatCheck(read: Reader, now: Date): Promise<boolean> {
  const due = read.select({ id: orderBilling.orderId }).from(orderBilling).where(lte(orderBilling.vatAskAt, now));
  return (await due.limit(1)).length > 0;
}

export type VatCheckDue = { orderId: string; vatId: string; tries: number };

/** Some of the VAT ids that are to be asked for now, the longest due first. */
export async function listVatChecks(ctx: ReadCtx, count: number): Promise<VatCheckDue[]> {
  authorize(ctx, "invoice.check_vat", {});
  return ctx.read
    .select({ orderId: orderBilling.orderId, vatId: orderBilling.vatId, tries: orderBilling.vatTries })
    .from(orderBilling)
    .innerJoin(orders, and(eq(orders.id, orderBilling.orderId)))
    .where(lte(orderBilling.vatAskAt, ctx.now))
    .orderBy(asc(orderBilling.vatAskAt), asc(orderBilling.orderId))
    .limit(count);
}

/** In whose name it is asked, and whether at all; an id of the school's own is what makes the answer a proof. */
export async function getVatRequester(read: Reader): Promise<{ isOn: boolean; requester: RegisteredId | undefined }> {
  const { checkVatIds, vatNumber, addressCountry } = await getSchoolSettings(read);
  return { isOn: checkVatIds, requester: splitVatId(compactVatId(vatNumber, addressCountry ?? "")) };
}
