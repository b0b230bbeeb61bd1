import { and, eq, gt, isNotNull } from "drizzle-orm";
import { accountingPeriods } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Opens the last month that was closed again. Refuses (`wrong_state`) any other: what comes after it builds on it. */
export async function reopenPeriod(
  ctx: WriteCtx,
  { period, reason }: { period: string; reason: string },
): Promise<void> {
  authorize(ctx, "accounting.reopen", {});
  const [later] = await ctx.tx
    .select({ period: accountingPeriods.period })
    .from(accountingPeriods)
    .where(and(gt(accountingPeriods.period, period), isNotNull(accountingPeriods.closedAt)))
    .limit(1);
  if (later) throw new Refusal("wrong_state", { words: message("accounting.later_closed") });
  const [done] = await ctx.tx
    .update(accountingPeriods)
    .set({ closedAt: null, closedBy: null })
    .where(and(eq(accountingPeriods.period, period), isNotNull(accountingPeriods.closedAt)))
    .returning({ period: accountingPeriods.period });
  if (!done) throw new Refusal("wrong_state", { words: message("accounting.not_closed") });
  await audit(ctx, "accounting.reopen", { type: "accounting_period", id: period }, { after: { period, reason } });
}
