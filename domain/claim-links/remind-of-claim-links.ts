import { and, asc, eq, gt, isNotNull, lte, notExists, sql } from "drizzle-orm";
import { claimLinks, cohorts, orderLines, orders, outbox } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";

/** So long before a cohort begins its buyers are reminded of places that nobody has claimed: time to hand them out, or to give them back. */
const REMIND_BEFORE_MS = 7 * DAY_MS;
/** Whoever has just bought needs no reminder of it. */
const BOUGHT_BEFORE_MS = DAY_MS;

const dedupeKeyOf = (orderId: string) => `${orderId}:reminder`;

/** Orders with places that nobody has claimed, of cohorts that begin soon, whose buyers were not reminded. */
export async function listOrdersToRemind(read: Reader, now: Date, limit: number): Promise<string[]> {
  const rows = await read
    .selectDistinct({ id: orders.id })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(cohorts, eq(cohorts.id, claimLinks.cohortId))
    .where(
      and(
        eq(claimLinks.state, "open"),
        eq(cohorts.state, "open"),
        isNotNull(cohorts.startsAt),
        gt(cohorts.startsAt, now),
        lte(cohorts.startsAt, addMs(now, REMIND_BEFORE_MS)),
        lte(orders.createdAt, addMs(now, -BOUGHT_BEFORE_MS)),
        notExists(
          read
            .select({ id: outbox.id })
            .from(outbox)
            .where(and(eq(outbox.kind, "claim_links_ready"), eq(outbox.dedupeKey, sql`${orders.id} || ':reminder'`))),
        ),
      ),
    )
    .orderBy(asc(orders.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Reminds the buyer of an order, once, of the places that nobody has claimed. Says false when all were claimed meanwhile. */
export async function remindOfClaimLinks(ctx: WriteCtx, orderId: string): Promise<boolean> {
  authorize(ctx, "claim_link.remind", {});
  const [open] = await ctx.tx
    .select({ buyerId: orders.buyerId })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(orders.id, orderId), eq(claimLinks.state, "open")))
    .limit(1);
  if (!open) return false;
  const mail = { kind: "claim_links_ready", payload: { orderId, isReminder: true }, dedupeKey: dedupeKeyOf(orderId) };
  await notifyBuyer(ctx, open.buyerId, mail);
  await audit(ctx, "claim_link.remind", { type: "order", id: orderId }, { after: { mails: 1 } });
  return true;
}
