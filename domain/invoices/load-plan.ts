import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { orderInstalments, type orders, savedCards } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getHeldMinor } from "../instalments/held-money.ts";
import { isLeftToCard } from "../instalments/is-left-to-card.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { describePlan, getFirstDueDay, isPaidAtOnce, type PlanOnPaper } from "./describe-plan.ts";

export type Plan = PlanOnPaper & {
  /** The last four digits of the card that its open parts are charged to. */
  keptCard: string | undefined;
};

type At = {
  now: Date;
  timezone: string;
  /** Until when an order that waits for its first part may be paid. */
  dueOn: string;
};

/** How an order is paid in parts, for a paper of it; undefined where it is paid at once, or was. */
export async function loadPlan(
  from: Reader | Tx,
  order: Pick<typeof orders.$inferSelect, "id" | "state">,
  { now, timezone, dueOn }: At,
): Promise<Plan | undefined> {
  const all = await loadInstalments(from, order.id);
  if (all.length === 0 || isPaidAtOnce(all)) return undefined;
  const today = formatLocalDay(now, timezone);
  const plan = describePlan(all, {
    ...{ today, timezone, heldMinor: await getHeldMinor(from, order.id) },
    firstDueOn: order.state === "paid" ? undefined : getFirstDueDay(all, { today, dueOn }),
  });
  return plan && { ...plan, keptCard: plan.dueOn === "" ? undefined : await findKeptCard(from, order.id, now) };
}

/** Undefined where none is to be charged for the next part, so that it is paid by other means. */
async function findKeptCard(from: Reader | Tx, orderId: string, now: Date): Promise<string | undefined> {
  const [next] = await from
    .select({
      last4: savedCards.last4,
      isLeft: sql`case when ${isLeftToCard(from, now)} then 1 else 0 end`.mapWith(Boolean),
    })
    .from(orderInstalments)
    .innerJoin(savedCards, and(eq(savedCards.orderId, orderInstalments.orderId), isNull(savedCards.removedAt)))
    .where(
      and(eq(orderInstalments.orderId, orderId), eq(orderInstalments.kind, "part"), eq(orderInstalments.state, "due")),
    )
    .orderBy(asc(orderInstalments.number))
    .limit(1);
  return next?.isLeft ? next.last4 : undefined;
}
