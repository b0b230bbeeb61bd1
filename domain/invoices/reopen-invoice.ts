import type { StepCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { invoiceMachine } from "./machine.ts";

/**
 * The step of asking again for what an invoice asks for, because the money that paid it was another order's. It stands under its number: a
 * payment is no part of what it owes its reader, and a second invoice would ask twice.
 */
export async function reopenInvoice(ctx: StepCtx, orderId: string): Promise<void> {
  const live = await findLiveInvoice(ctx.tx, orderId);
  if (live?.state === "paid")
    await transition(ctx, invoiceMachine, live.id, "open", { from: ["paid"], set: { paidAt: null } });
}
