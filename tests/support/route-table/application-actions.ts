import { inFile, row } from "./action-row.ts";
import { DESK } from "./who.ts";

/** The forms by which the office decides about who applied. */
export const APPLICATIONS = {
  ...inFile("app/admin/applications/[id]/actions.ts", {
    approveApplicationAction: row(DESK, (t) => ({ applicationId: t.applicationId })),
    declineApplicationAction: row(DESK, (t) => ({ applicationId: t.applicationId, reply: "Too early." })),
  }),
};
