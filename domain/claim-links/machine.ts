import { claimLinks } from "#db/schema/index.ts";
import type { ClaimLinkState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

/** A place that was bought for somebody else. */
export const claimLinkMachine: Machine<ClaimLinkState, typeof claimLinks.$inferSelect> = {
  object: "claim_link",
  table: claimLinks,
  moves: {
    unpaid: ["open", "cancelled"],
    open: ["claimed", "cancelled"],
    // Whoever claimed it gives it back, or the office gives it to somebody else.
    claimed: ["open", "cancelled"],
    // Money that arrives late is honoured when the seats are still free.
    cancelled: ["open"],
  },
};
