import { and, eq, inArray } from "drizzle-orm";
import { disputes, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { FoundClaimLink } from "../claim-links/find-claim-link.ts";
import { pickCancelTerms } from "../courses/agreed-terms.ts";
import type { CancellationSplit } from "../courses/leaving-terms.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";

/**
 * How the buyer gives back a place that nobody has claimed: by the same terms by which its student could leave. `ask`: the office decides,
 * because the cohort has begun, its terms do not allow it or no longer, or the order's money is no longer simple.
 */
export type ClaimCancellation =
  | ({ how: "now"; until: Date | null } & CancellationSplit)
  | { how: "ask"; why: "begun" | "not_offered" | "too_late" | "money" };

type Sold = Pick<FoundClaimLink, "line" | "order" | "cohort">;

/** As the terms and the calendar say it, without a look at the money. The terms are those under which the place was bought, or those of today where they are kinder, for the price of the one line. */
export function judgeClaimCancellation({ line, order, cohort }: Sold, now: Date): ClaimCancellation {
  if (cohort.startsAt && cohort.startsAt <= now) return { how: "ask", why: "begun" };
  if (line.totalMinor === 0) return { how: "now", until: cohort.startsAt, returnedMinor: 0, keptMinor: 0 };
  const paid = { minor: line.totalMinor, currency: order.currency };
  const agreed = pickCancelTerms(line.terms, cohort, { paid, now });
  if (agreed.kind === "none") return { how: "ask", why: "not_offered" };
  if (agreed.kind === "late") return { how: "ask", why: "too_late" };
  if (order.reviewReason !== null) return { how: "ask", why: "money" };
  const { until, returnedMinor, keptMinor } = agreed;
  return { how: "now", until, returnedMinor, keptMinor };
}

export async function getClaimCancellation(read: Reader | Tx, now: Date, sold: Sold): Promise<ClaimCancellation> {
  const judged = judgeClaimCancellation(sold, now);
  if (judged.how === "ask" || judged.returnedMinor === 0) return judged;
  return (await isMoneyHere(read, sold.order.id, judged.returnedMinor)) ? judged : { how: "ask", why: "money" };
}

/** So much of an order is here and not on its way back, and no bank wants it. */
async function isMoneyHere(read: Reader | Tx, orderId: string, minor: number): Promise<boolean> {
  const settled = await read
    .select({ id: payments.id, amountMinor: payments.amountMinor })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")));
  const ids = settled.map(({ id }) => id);
  if (ids.length === 0) return false;
  const [dispute] = await read
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(inArray(disputes.paymentId, ids), eq(disputes.state, "open")))
    .limit(1);
  if (dispute) return false;
  let left = 0;
  for (const { id, amountMinor } of settled) left += amountMinor - (await getCommittedMinor(read, id));
  return left >= minor;
}
