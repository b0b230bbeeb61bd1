import { orders } from "#db/schema/index.ts";
import type { OrderState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export const orderMachine: Machine<OrderState, typeof orders.$inferSelect> = {
  object: "order",
  table: orders,
  moves: {
    draft: ["awaiting_payment", "cancelled"],
    awaiting_payment: ["paid", "expired", "cancelled"],
    // Money that arrives late is honoured when a seat is still free.
    expired: ["paid"],
    // Money that was matched to the wrong order never was its own: it waits for its payment as before.
    paid: ["cancelled", "awaiting_payment"],
    cancelled: [],
  },
};
