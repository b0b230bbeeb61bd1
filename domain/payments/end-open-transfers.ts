import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { payments } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { paymentMachine } from "./machine.ts";

const p = sql.placeholder;

/** Asked with every payment, and there is hardly ever one: prepared once. */
const queries = perClient((tx: Tx) => ({
  open: tx
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, p("orderId")),
        ne(payments.id, p("exceptId")),
        eq(payments.provider, "bank"),
        inArray(payments.state, ["created", "pending"]),
      ),
    )
    .prepare(),
}));

/** The order's transfers that are awaited, but for `exceptId`. */
export async function listOpenTransfers(
  ctx: StepCtx,
  { orderId, exceptId = "" }: { orderId: string; exceptId?: string },
): Promise<{ id: string }[]> {
  return queries(ctx.tx).open.execute({ orderId, exceptId });
}

/**
 * Nobody is to look for a bank transfer that is not needed any more: all of the order's that are awaited end, but for `exceptId`.
 * Should one arrive all the same, a person confirms it as any late one. `open`: those that are known to be awaited.
 */
export async function endOpenTransfers(
  ctx: StepCtx,
  { why, open, ...of }: { orderId: string; exceptId?: string; why: string; open?: { id: string }[] },
): Promise<void> {
  for (const { id } of open ?? (await listOpenTransfers(ctx, of))) {
    await tryTransition(ctx, paymentMachine, id, "cancelled", { from: ["created", "pending"], why });
  }
}
