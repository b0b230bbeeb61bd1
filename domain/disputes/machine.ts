import { disputes } from "#db/schema/index.ts";
import type { DisputeState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

/**
 * A dispute ends once. Lost gives way to won alone (an appeal), so that what the provider said earlier and what is heard later
 * cannot undo the end. Closed: the bank asked and went no further, or took the matter back.
 */
export const disputeMachine: Machine<DisputeState, typeof disputes.$inferSelect> = {
  object: "dispute",
  table: disputes,
  moves: { open: ["won", "lost", "closed"], lost: ["won"], won: [], closed: [] },
};
