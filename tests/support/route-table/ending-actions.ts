import { inFile, row } from "./action-row.ts";
import { ADMIN, MONEY, OFFICE } from "./who.ts";

const why = "because";

/** The forms that end what was paid. */
export const ENDINGS = {
  ...inFile("app/admin/approvals/actions.ts", {
    approveRefundAction: row(MONEY, (t) => ({ refundId: t.refundId })),
    declineRefundAction: row(MONEY, (t) => ({ refundId: t.refundId, why })),
    approveCohortRefundsAction: row(MONEY, (t) => ({ cohortId: t.freeCohortId })),
  }),
  ...inFile("app/admin/cancellations/actions.ts", {
    retryCohortEndingsAction: row(ADMIN, (t) => ({ cohortId: t.freeCohortId })),
  }),
  ...inFile("app/admin/orders/[code]/end/actions.ts", {
    endPurchaseAction: row(OFFICE, (t) => ({ orderId: t.orderId, code: t.orderCode, currency: "CHF", why })),
  }),
};
