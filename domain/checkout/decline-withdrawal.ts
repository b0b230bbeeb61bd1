import { and, eq } from "drizzle-orm";
import { withdrawals } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";
import { getWithdrawalLanguage } from "./get-withdrawal-language.ts";
import { refuseDecided } from "./refuse-decided.ts";

/** The office answers a withdrawal without a refund, and says why by mail: too late, exempt, or no order of theirs. Refuses (`wrong_state`) what was decided already. */
export async function declineWithdrawal(ctx: WriteCtx, input: { withdrawalId: string; why: string }): Promise<void> {
  authorize(ctx, "withdrawal.decide", {});
  const { withdrawalId, why } = input;
  const set = { state: "declined" as const, decidedBy: getActorId(ctx.actor), decidedAt: ctx.now, reason: why };
  const [found] = await ctx.tx
    .update(withdrawals)
    .set(set)
    .where(and(eq(withdrawals.id, withdrawalId), eq(withdrawals.state, "open")))
    .returning();
  if (!found) return refuseDecided(ctx, withdrawalId);
  const mail = {
    kind: "withdrawal_declined" as const,
    payload: { withdrawalId: found.id },
    dedupeKey: `${found.id}:declined`,
    language: await getWithdrawalLanguage(ctx.tx, found.id),
  };
  await enqueueMail(ctx, { ...mail, to: found.email });
  const after = { state: "declined", order: found.code, why };
  await audit(ctx, "withdrawal.decide", { type: "withdrawal", id: found.id }, { before: { state: "open" }, after });
}
