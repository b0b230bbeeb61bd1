import { enrolments, waitingList } from "#db/schema/index.ts";
import type { EnrolmentState, WaitingState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export const enrolmentMachine: Machine<EnrolmentState, typeof enrolments.$inferSelect> = {
  object: "enrolment",
  table: enrolments,
  moves: {
    pending: ["active", "cancelled"],
    active: ["suspended", "completed", "cancelled", "revoked"],
    suspended: ["active"],
    completed: [],
    cancelled: [],
    revoked: [],
  },
};

export const waitingMachine: Machine<WaitingState, typeof waitingList.$inferSelect> = {
  object: "waiting",
  table: waitingList,
  moves: {
    waiting: ["offered", "left"],
    offered: ["accepted", "declined", "lapsed"],
    accepted: [],
    declined: [],
    lapsed: [],
    left: [],
  },
};
