import { inFile, row } from "./action-row.ts";
import type { Fixtures } from "./fixtures.ts";
import { MONEY, OFFICE } from "./who.ts";

const billing = (t: Fixtures) => ({ orderId: t.orderId, code: t.orderCode, name: "A. Student", country: "CH" });

/** The forms about billing and invoices. */
export const INVOICES = {
  ...inFile("app/admin/orders/[code]/billing/actions.ts", {
    setOfficeBillingAction: row(["student", ...OFFICE], billing),
  }),
  ...inFile("app/admin/orders/[code]/_invoices/actions.ts", {
    issueInvoiceAction: row(MONEY, (t) => ({ orderId: t.paidOrderId, code: t.paidOrderCode })),
  }),
  ...inFile("app/orders/[code]/billing/actions.ts", {
    setBillingAction: row(["student", ...OFFICE], billing),
  }),
};
