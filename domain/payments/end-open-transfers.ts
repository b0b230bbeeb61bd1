import { and, eq, inArray, ne } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { paymentMachine } from "./machine.ts";

/**
 * Nobody is to look for a bank transfer that is not needed any more: all of the order's that are awaited end, but for `exceptId`.
 * Should one arrive all the same, a person confirms it as any late one.
 */
export async function endOpenTransfers(
  ctx: StepCtx,
  { orderId, exceptId, why }: { orderId: string; exceptId?: string; why: string },
): Promise<void> {
  const open = await ctx.tx
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, orderId),
        exceptId === undefined ? undefined : ne(payments.id, exceptId),
        eq(payments.provider, "bank"),
        inArray(payments.state, ["created", "pending"]),
      ),
    );
  for (const { id } of open) {
    await tryTransition(ctx, paymentMachine, id, "cancelled", { from: ["created", "pending"], why });
  }
}
