import { eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { paymentMachine } from "../payments/machine.ts";
import { authorize } from "../policy.ts";
import { addDifference } from "./record-differences.ts";

/**
 * The provider says that it does not know a payment that we wait for (the keys are of another account, perhaps). Asking on would be in
 * vain: the attempt ends, and a person sees why. A message that says it was paid after all still counts.
 */
export async function recordUnanswered(ctx: WriteCtx, input: { paymentId: string }): Promise<void> {
  authorize(ctx, "payment.settle", {});
  const [payment] = await ctx.tx.select().from(payments).where(eq(payments.id, input.paymentId));
  if (!payment) throw new Refusal("not_found");
  const { id, provider, amountMinor: minor, currency, createdAt, reference } = payment;
  const why = "the provider does not know it";
  const ended = await tryTransition(ctx, paymentMachine, id, "expired", { from: ["created", "pending"], why });
  if (!ended) return;
  await addDifference(ctx, provider, {
    ...{ kind: "unanswered", subject: ["payment", id].join(":"), ours: { type: "payment", id, minor, currency } },
    theirs: reference === null ? null : { reference, minor: 0, currency },
    occurredAt: createdAt,
  });
  await audit(ctx, "payment.settle", { type: "payment", id }, { after: { state: "expired", why } });
}
