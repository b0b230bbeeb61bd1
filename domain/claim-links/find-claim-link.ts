import { eq } from "drizzle-orm";
import { claimLinks, cohorts, courses, orderLines, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Resource } from "../policy.ts";

export type ClaimLink = typeof claimLinks.$inferSelect;

/** A place that was bought for somebody else, with what was sold and to whom. */
export type FoundClaimLink = {
  link: ClaimLink;
  line: typeof orderLines.$inferSelect;
  order: typeof orders.$inferSelect;
  cohort: typeof cohorts.$inferSelect;
  courseSlug: string;
};

export async function findClaimLink(read: Reader | Tx, id: string): Promise<FoundClaimLink | undefined> {
  const [found] = await read
    .select({ link: claimLinks, line: orderLines, order: orders, cohort: cohorts, courseSlug: courses.slug })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(cohorts, eq(cohorts.id, claimLinks.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(claimLinks.id, id));
  return found;
}

/** Loads it for a verb, with whose it is: the buyer's. */
export async function loadClaimLink(tx: Tx, id: string): Promise<FoundClaimLink & { resource: Resource }> {
  const found = await findClaimLink(tx, id);
  if (!found) throw new Refusal("not_found");
  return { ...found, resource: { ownerId: found.order.buyerId } };
}
