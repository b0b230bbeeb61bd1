import type { WriteCtx } from "../kernel/command.ts";
import { audit } from "../audit.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { paymentMachine } from "./machine.ts";

/**
 * Ends an attempt that has not reached its provider, because the order is paid another way. Says false when it has reached it
 * meanwhile or has ended: then the provider must be asked.
 */
export async function dropAttempt(ctx: WriteCtx, paymentId: string): Promise<boolean> {
  authorize(ctx, "payment.settle", {});
  const why = "the buyer pays another way";
  const dropped = await tryTransition(ctx, paymentMachine, paymentId, "expired", { from: ["created"], why });
  if (!dropped) return false;
  await audit(ctx, "payment.settle", { type: "payment", id: paymentId }, { after: { state: "expired", why } });
  return true;
}
