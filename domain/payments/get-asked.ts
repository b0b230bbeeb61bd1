import type { orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { createInstalments } from "../instalments/create-instalments.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { type PayChoice, pickInstalments } from "../instalments/pick-instalments.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getHeldMinor } from "../instalments/held-money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Asked } from "./add-payment.ts";

type Order = typeof orders.$inferSelect;

/**
 * What an order asks for now: the whole of it less what has come of it, with credit or by a transfer of a part, or those of its instalments that were chosen, less what has come of them. To choose the plan of its cohort fixes its
 * instalments. One that was cancelled asks
 * for the fee that is left of it. Refuses what cannot be paid any more (`order_expired`), and what is paid or asked for no longer (`order_not_payable`).
 */
export async function getAsked(ctx: StepCtx, order: Order, choice: PayChoice = "all"): Promise<Asked> {
  if (order.state === "expired") throw new Refusal("order_expired");
  if (order.state === "draft") throw new Refusal("order_not_payable");
  const waits = order.state === "awaiting_payment";
  if (waits && order.expiresAt && order.expiresAt <= ctx.now) throw new Refusal("order_expired");
  const heldMinor = Math.max(0, await getHeldMinor(ctx.tx, order.id));
  const fixed = await loadInstalments(ctx.tx, order.id);
  if (waits && choice === "plan" && heldMinor > 0 && fixed.length === 0) {
    throw new Refusal("wrong_state", { words: message("refusals.no_payment_plan") });
  }
  const parts = waits && choice === "plan" ? await createInstalments(ctx, order) : fixed;
  if (waits && parts.length === 0) {
    const amountMinor = order.totalMinor - heldMinor;
    if (amountMinor <= 0 && order.totalMinor > 0) throw new Refusal("order_not_payable");
    return { amountMinor, first: null, last: null };
  }
  // A place is opened by the first part: none of the later ones alone comes before it.
  const picked = pickInstalments(parts, waits && typeof choice === "object" ? "plan" : choice);
  if (!picked) throw new Refusal("order_not_payable");
  // What has come of a part is not asked for again; of an order that has ended it goes back. A whole part too much is for a person.
  const isCounted = (waits || order.state === "paid") && heldMinor < picked.amountMinor;
  return isCounted ? { ...picked, amountMinor: picked.amountMinor - heldMinor } : picked;
}
