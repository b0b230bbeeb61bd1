import { holds, waitingList } from "#db/schema/index.ts";
import type { HoldState, WaitingState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

/** A seat that is kept for an order or for an offer. */
export const holdMachine: Machine<HoldState, typeof holds.$inferSelect> = {
  object: "hold",
  table: holds,
  moves: { held: ["taken", "released"], taken: [], released: [] },
};

/** Somebody who waits for a seat: an offer holds one for them. */
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
