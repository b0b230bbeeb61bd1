import { enrolments } from "#db/schema/index.ts";
import type { EnrolmentState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export const enrolmentMachine: Machine<EnrolmentState, typeof enrolments.$inferSelect> = {
  object: "enrolment",
  table: enrolments,
  moves: {
    pending: ["active", "cancelled"],
    // The money for it was another order's: the place waits for its payment again.
    active: ["suspended", "completed", "cancelled", "revoked", "pending"],
    suspended: ["active", "cancelled"],
    completed: [],
    cancelled: [],
    revoked: [],
  },
};
