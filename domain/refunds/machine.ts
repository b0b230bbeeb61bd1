import { refunds } from "#db/schema/index.ts";
import type { RefundState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export const refundMachine: Machine<RefundState, typeof refunds.$inferSelect> = {
  object: "refund",
  table: refunds,
  moves: {
    requested: ["submitted", "done", "failed"],
    submitted: ["done", "failed"],
    // A bank may send the money back days after the provider had called the refund done.
    done: ["failed"],
    external: ["failed"],
    failed: [],
  },
};
