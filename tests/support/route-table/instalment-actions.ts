import { createId } from "#domain/kernel/ids.ts";
import { inFile, row } from "./action-row.ts";
import type { Fixtures } from "./fixtures.ts";
import { ADMIN, MONEY, OFFICE } from "./who.ts";

const order = (t: Fixtures) => ({ orderId: t.orderId, code: t.orderCode });

const credit = (t: Fixtures) => ({ userId: t.people.student.id, currency: "CHF", amount: "1", why: "because" });

/** The forms about what is paid in parts. */
export const INSTALMENTS = {
  ...inFile("app/admin/courses/[id]/cohorts/actions.ts", {
    setPaymentPlanAction: row(ADMIN, (t) => ({ courseId: t.courseId, cohortId: t.freeCohortId, currency: "CHF" })),
  }),
  ...inFile("app/admin/orders/[code]/actions.ts", {
    offerCreditAction: row(MONEY, (t) => ({ ...order(t), currency: "CHF", amount: "1" })),
    remindOrderAction: row(MONEY, order),
    waiveFeesAction: row(MONEY, (t) => ({ ...order(t), why: "because" })),
    setRemindersAction: row(MONEY, (t) => ({ ...order(t), reminders: "off" })),
  }),
  ...inFile("app/orders/[code]/actions.ts", {
    payInstalmentWithCreditAction: row(["student"], order),
    payInstalmentAction: row(["student"], (t) => ({ ...order(t), provider: "sandbox" })),
  }),
  ...inFile("app/checkout/[code]/actions.ts", {
    useCreditAction: row(["student"], order),
    applyCouponAction: row(["student"], order),
  }),
  // The fixtures differ in nothing: who may resolve a difference is in domain/who-may.
  ...inFile("app/admin/worklist/actions.ts", {
    assignWorkAction: row(OFFICE, (t) => ({ kind: "withdrawals", itemId: t.withdrawalId, ownerId: "" })),
    takeStepAction: row(MONEY, (t) => ({ kind: "bank_lines", itemId: t.bankLineId, step: "ignore", why: "because" })),
  }),
  ...inFile("app/admin/reconciliation/actions.ts", {
    resolveDifferenceAction: row([], () => ({ differenceId: createId("providerDifference"), why: "W" })),
  }),
  // The fixtures keep none: who may take one back is in domain/payments.
  ...inFile("app/account/cards/actions.ts", { removeCardAction: row([], () => ({ cardId: createId("savedCard") })) }),
  // The fixtures offer none: who may take it is in domain/credit.
  ...inFile("app/account/credit/actions.ts", {
    decideCreditAction: row([], () => ({ offerId: createId("creditOffer"), decision: "agree" })),
  }),
  ...inFile("app/admin/students/[id]/credit/actions.ts", {
    giveCreditAction: row(MONEY, credit),
    payOutCreditAction: row(MONEY, credit),
  }),
};
