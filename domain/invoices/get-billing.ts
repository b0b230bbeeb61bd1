import { and, eq, ne } from "drizzle-orm";
import { invoices, orderBilling, orders, users } from "#db/schema/index.ts";
import type { OrderState, VatCheck } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { findTaxMismatch, type TaxMismatch } from "../pricing/find-tax-mismatch.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { findBuyersBilling, pickBilling } from "./find-buyers-billing.ts";
import type { Billing } from "./inputs.ts";

/** `check`: null where there was no answer yet. `isAsked`: it is asked again by itself. */
export type VatCheckView = {
  check: VatCheck | null;
  checkedAt: Date | null;
  consultation: string;
  trader: string;
  isAsked: boolean;
};

export type BillingView = {
  orderId: string;
  code: string;
  state: OrderState;
  buyerId: string;
  details: Billing;
  /** Whether somebody has said so for this order; otherwise it is a proposal. */
  isGiven: boolean;
  /** That what was paid was sold with another tax than these details ask for. */
  taxMismatch: TaxMismatch | undefined;
  /** What VIES says of the VAT id; null where it is not asked. */
  vat: VatCheckView | null;
  /** The invoice that stands, which does not follow what is changed here. */
  invoice: { id: string; code: string } | null;
};

/**
 * To whom an order is billed, by its code in any case: as was said for it, or else for the buyer's order before, or by their account's
 * name. Undefined for who may not see the order.
 */
export async function getBilling(ctx: ReadCtx, code: string): Promise<BillingView | undefined> {
  if (code.length > 20) return undefined;
  const [found] = await ctx.read
    .select({
      order: orders,
      buyerName: users.name,
      billing: orderBilling,
      invoice: { id: invoices.id, code: invoices.code },
    })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .leftJoin(orderBilling, eq(orderBilling.orderId, orders.id))
    .leftJoin(
      invoices,
      and(eq(invoices.orderId, orders.id), eq(invoices.kind, "invoice"), ne(invoices.state, "cancelled")),
    )
    .where(eq(orders.code, code.toUpperCase()));
  if (!found || !isAllowed(ctx.actor, "order.bill", { ownerId: found.order.buyerId })) return undefined;
  const { order, buyerName, billing, invoice } = found;
  const known = billing ?? (await findBuyersBilling(ctx.read, { buyerId: order.buyerId, exceptOrderId: order.id }));
  const { addressCountry } = await getSettingsOnce(ctx);
  const nobody: Billing = {
    ...{ company: "", name: buyerName, street: "", number: "", postCode: "", town: "" },
    ...{ country: addressCountry ?? "", vatId: "", reference: "" },
  };
  return {
    ...{ orderId: order.id, code: order.code, state: order.state, buyerId: order.buyerId, invoice },
    details: known ? pickBilling(known) : nobody,
    isGiven: billing !== null && !billing.isCopied,
    taxMismatch: known && (await findTaxMismatch(ctx.read, order, known)),
    vat: billing && toVatView(billing),
  };
}

function toVatView(row: typeof orderBilling.$inferSelect): VatCheckView | null {
  const { vatCheck: check, vatCheckedAt: checkedAt, vatConsultation: consultation, vatTrader: trader, vatAskAt } = row;
  const isAsked = vatAskAt !== null;
  return check === null && !isAsked ? null : { check, checkedAt, consultation, trader, isAsked };
}
