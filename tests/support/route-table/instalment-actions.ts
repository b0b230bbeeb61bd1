import { inFile, row } from "./action-row.ts";
import type { Fixtures } from "./fixtures.ts";
import { ADMIN, MONEY } from "./who.ts";

const order = (t: Fixtures) => ({ orderId: t.orderId, code: t.orderCode });

/** The forms about what is paid in parts. */
export const INSTALMENTS = {
  ...inFile("app/admin/courses/[id]/cohorts/actions.ts", {
    setPaymentPlanAction: row(ADMIN, (t) => ({ courseId: t.courseId, cohortId: t.freeCohortId, currency: "CHF" })),
  }),
  ...inFile("app/admin/orders/[code]/actions.ts", {
    remindOrderAction: row(MONEY, order),
    setRemindersAction: row(MONEY, (t) => ({ ...order(t), reminders: "off" })),
  }),
  ...inFile("app/orders/[code]/actions.ts", {
    payInstalmentAction: row(["student"], (t) => ({ ...order(t), provider: "sandbox" })),
  }),
};
