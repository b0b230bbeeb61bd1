import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { enrolments, orderInstalments, orderLines, stateChanges } from "#db/schema/index.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";

/** The reason in the history of an enrolment whose access waits for a late part. */
export const LATE_PAYMENT = "payment is late";

/** Opens the course again once no part is left for which it was suspended. What the office has suspended since stays so. */
export async function resumeAfterPayment(ctx: StepCtx, orderId: string): Promise<void> {
  const suspending = await ctx.tx
    .select({ state: orderInstalments.state })
    .from(orderInstalments)
    .where(and(eq(orderInstalments.orderId, orderId), isNotNull(orderInstalments.suspendedAt)));
  if (suspending.length === 0 || suspending.some(({ state }) => state === "due")) return;
  const suspended = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(and(eq(orderLines.orderId, orderId), inArray(enrolments.state, ["suspended"])));
  for (const { id } of suspended) {
    const [last] = await ctx.tx
      .select({ why: stateChanges.why, by: stateChanges.actorType })
      .from(stateChanges)
      .where(and(eq(stateChanges.objectType, "enrolment"), eq(stateChanges.objectId, id)))
      .orderBy(desc(stateChanges.at), desc(stateChanges.id))
      .limit(1);
    if (last?.why !== LATE_PAYMENT || last.by !== "system") continue;
    await tryTransition(ctx, enrolmentMachine, id, "active", { from: ["suspended"], why: "the late part is paid" });
  }
}
