import { and, eq, inArray, isNull } from "drizzle-orm";
import { grants, orderLines, renewals } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** Whose money has gone back has no longer what it bought: the grant of a renewal, and never the enrolment that it renewed. */
export async function revokeRenewals(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  const lineIds = await listRenewalLines(ctx, orderId);
  if (lineIds.length === 0) return;
  await ctx.tx
    .update(grants)
    .set({ revokedAt: ctx.now, revokedWhy: why })
    .where(and(inArray(grants.orderLineId, lineIds), isNull(grants.revokedAt)));
  await ctx.tx
    .update(renewals)
    .set({ state: "refunded" })
    .where(and(inArray(renewals.orderLineId, lineIds), eq(renewals.state, "granted")));
}

/** The money did not go back after all: what it bought is given again, until when it would have ended. */
export async function restoreRenewals(ctx: StepCtx, orderId: string): Promise<void> {
  const lineIds = await listRenewalLines(ctx, orderId);
  if (lineIds.length === 0) return;
  const refunded = await ctx.tx
    .select({ renewal: renewals, grant: grants })
    .from(renewals)
    .innerJoin(grants, eq(grants.id, renewals.grantId))
    .where(and(inArray(renewals.orderLineId, lineIds), eq(renewals.state, "refunded")));
  for (const { renewal, grant } of refunded) {
    const id = createId("grant");
    await ctx.tx.insert(grants).values({ ...grant, id, revokedAt: null, revokedWhy: null, createdAt: ctx.now });
    // Access may have been renewed from the same day meanwhile.
    const renewsFrom = grant.startsAt;
    await ctx.tx.update(renewals).set({ state: "granted", grantId: id, renewsFrom }).where(eq(renewals.id, renewal.id));
  }
}

async function listRenewalLines(ctx: StepCtx, orderId: string): Promise<string[]> {
  const lines = await ctx.tx
    .select({ id: orderLines.id })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), eq(orderLines.kind, "renewal")));
  return lines.map(({ id }) => id);
}
