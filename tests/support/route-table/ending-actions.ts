import { inFile, row } from "./action-row.ts";
import { ADMIN, OFFICE } from "./who.ts";

const why = "because";

/** The forms that end what was paid. */
export const ENDINGS = {
  ...inFile("app/admin/cancellations/actions.ts", {
    retryCohortEndingsAction: row(ADMIN, (t) => ({ cohortId: t.freeCohortId })),
  }),
  ...inFile("app/admin/orders/[code]/end/actions.ts", {
    endPurchaseAction: row(OFFICE, (t) => ({ orderId: t.orderId, code: t.orderCode, currency: "CHF", why })),
  }),
};
