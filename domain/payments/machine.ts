import { payments } from "#db/schema/index.ts";
import type { PaymentState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

/**
 * Settled is final. The other endings give way to it alone, because a provider that says "settled" after "failed" has the
 * money, and whatever order its messages arrive in, the payment must end in the same state.
 */
export const paymentMachine: Machine<PaymentState, typeof payments.$inferSelect> = {
  object: "payment",
  table: payments,
  moves: {
    created: ["pending", "settled", "failed", "cancelled", "expired"],
    pending: ["settled", "failed", "cancelled", "expired"],
    failed: ["settled"],
    cancelled: ["settled"],
    expired: ["settled"],
    settled: [],
  },
};
