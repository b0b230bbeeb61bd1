import { isNull } from "drizzle-orm";
import { accountingPeriods } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { listPeriodObstacles } from "./list-period-obstacles.ts";

/**
 * Closes a month (`2026-11`): from now on it takes no entry, and late news is booked in the next open one with a note. Refuses
 * (`wrong_state`, with the reason) while something is missing in it, and when it is closed already.
 */
export async function closePeriod(ctx: WriteCtx, { period }: { period: string }): Promise<void> {
  authorize(ctx, "accounting.close", {});
  const [obstacle] = await listPeriodObstacles({ read: ctx.tx, now: ctx.now }, period);
  if (obstacle) throw new Refusal("wrong_state", { words: obstacle });
  const closed = { closedAt: ctx.now, closedBy: ctx.actor.type === "user" ? ctx.actor.id : null };
  const [done] = await ctx.tx
    .insert(accountingPeriods)
    .values({ period, ...closed })
    .onConflictDoUpdate({
      target: accountingPeriods.period,
      set: closed,
      setWhere: isNull(accountingPeriods.closedAt),
    })
    .returning({ period: accountingPeriods.period });
  if (!done) throw new Refusal("wrong_state", { words: message("accounting.closed_already") });
  await audit(ctx, "accounting.close", { type: "accounting_period", id: period }, { after: { period } });
}
