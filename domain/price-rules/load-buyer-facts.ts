import { and, desc, eq, gt, inArray, isNotNull, ne } from "drizzle-orm";
import { enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { PriceRule } from "./load-price-rules.ts";
import type { BuyerFacts } from "./pick-price-rules.ts";

/** What the rules ask of a buyer, and no more than they ask: most ask nothing. Undefined where nobody knows who buys. */
export async function loadBuyerFacts(
  read: Reader,
  rules: readonly PriceRule[],
  { buyerId, courseId }: { buyerId: string | undefined; courseId: string },
): Promise<BuyerFacts | undefined> {
  const isAsked = rules.some(({ kind }) => kind === "group" || kind === "second_course");
  if (!isAsked || buyerId === undefined) return undefined;
  const [person] = await read
    .select({ email: users.email, verifiedAt: users.verifiedAt })
    .from(users)
    .where(eq(users.id, buyerId));
  if (!person) return undefined;
  const paidBeforeAt = rules.some(({ kind }) => kind === "second_course")
    ? await findLastPaid(read, buyerId, courseId)
    : null;
  return { email: person.email, isConfirmed: person.verifiedAt !== null, paidBeforeAt };
}

/** When somebody last paid for a place in another course that they have not given back. What cost nothing was not bought. */
async function findLastPaid(read: Reader, buyerId: string, courseId: string): Promise<Date | null> {
  const [last] = await read
    .select({ paidAt: orders.paidAt })
    .from(enrolments)
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(enrolments.studentId, buyerId),
        ne(enrolments.courseId, courseId),
        inArray(enrolments.state, ["active", "suspended", "completed"]),
        eq(orders.state, "paid"),
        gt(orderLines.totalMinor, 0),
        isNotNull(orders.paidAt),
      ),
    )
    .orderBy(desc(orders.paidAt))
    .limit(1);
  return last?.paidAt ?? null;
}
