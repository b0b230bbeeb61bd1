import { and, eq } from "drizzle-orm";
import { orderInstalments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { loadInstalments } from "./load-instalments.ts";

/**
 * The step of asking for less of a plan, up to `mostMinor` (minor units): the part that is due last is lowered first, and one that nothing is
 * left of is cancelled. What was paid stays paid, and so does what reminders have cost. Says by how much, and from which part on. Refuses (`wrong_state`) when one was paid meanwhile.
 */
export async function lowerInstalments(
  ctx: StepCtx,
  { orderId, mostMinor, why }: { orderId: string; mostMinor: number; why: string },
): Promise<{ takenOffMinor: number; firstLowered: number }> {
  const parts = await loadInstalments(ctx.tx, orderId);
  const open = parts.filter(({ kind, state }) => kind === "part" && state === "due");
  let leftMinor = mostMinor;
  let firstLowered = Number.MAX_SAFE_INTEGER;
  for (const { id, number, amountMinor } of open.toReversed()) {
    if (leftMinor <= 0) break;
    const isGone = amountMinor <= leftMinor;
    const set = isGone ? { state: "cancelled" as const } : { amountMinor: amountMinor - leftMinor };
    const lowered = await ctx.tx
      .update(orderInstalments)
      .set(set)
      .where(
        and(
          eq(orderInstalments.id, id),
          eq(orderInstalments.state, "due"),
          eq(orderInstalments.amountMinor, amountMinor),
        ),
      )
      .returning({ id: orderInstalments.id });
    if (lowered.length === 0) throw new Refusal("wrong_state");
    await recordState(ctx, { type: "instalment", id }, "due", isGone ? "cancelled" : "due", why);
    leftMinor -= Math.min(amountMinor, leftMinor);
    firstLowered = number;
  }
  return { takenOffMinor: mostMinor - leftMinor, firstLowered };
}
