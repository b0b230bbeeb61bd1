import { inFile, row } from "./action-row.ts";
import { ADMIN, EVERYONE, MONEY, OFFICE } from "./who.ts";

const why = "because";

/** The forms that end what was paid. */
export const ENDINGS = {
  ...inFile("app/admin/withdrawals/actions.ts", {
    acceptWithdrawalAction: row(OFFICE, (t) => ({ withdrawalId: t.withdrawalId })),
    declineWithdrawalAction: row(OFFICE, (t) => ({ withdrawalId: t.withdrawalId, why })),
  }),
  ...inFile("app/withdraw/actions.ts", {
    identifyAction: row(EVERYONE, () => ({ code: "ZZZZZZZ", name: "A. Student", email: "a@example.org" })),
    confirmAction: row([], () => ({ sealed: "nothing" })),
  }),
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
