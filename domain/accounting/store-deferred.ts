import { eq, sql } from "drizzle-orm";
import { deferredRevenue } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import type { BookedOrder, SoldLine } from "./to-entry-lines.ts";

/** Which lines are earned later than they are booked: those of courses with dates, where the school has said so. */
export const createDeferral =
  (recognition: SchoolSettings["revenueRecognition"]) =>
  ({ kind, startsAt, endsAt }: { kind: string; startsAt: Date | null; endsAt: Date | null }): boolean =>
    recognition === "over_course" && kind !== "renewal" && startsAt !== null && endsAt !== null;

/** The lines of some orders as they are now: booking changes them. */
export const copyLines = (orders: ReadonlyMap<string, BookedOrder>): SoldLine[] =>
  [...orders.values()].flatMap(({ lines }) => lines.map((line) => ({ ...line })));

/** The step that writes down what is to be earned later, where that has changed. `currencies`: of each order. */
export async function storeDeferred(
  ctx: StepCtx,
  orders: ReadonlyMap<string, BookedOrder>,
  before: readonly SoldLine[],
  currencies: ReadonlyMap<string, string>,
): Promise<void> {
  const wasOf = new Map(before.map(({ id, deferredMinor }) => [id, deferredMinor]));
  for (const [orderId, { lines }] of orders) {
    for (const { id, courseId, cohortId, deferredMinor } of lines) {
      const more = deferredMinor - (wasOf.get(id) ?? 0);
      if (more === 0) continue;
      const [known] = await ctx.tx
        .update(deferredRevenue)
        .set({ deferredMinor: sql`${deferredRevenue.deferredMinor} + ${more}` })
        .where(eq(deferredRevenue.orderLineId, id))
        .returning({ id: deferredRevenue.orderLineId });
      if (known) continue;
      const currency = currencies.get(orderId) ?? "";
      await ctx.tx
        .insert(deferredRevenue)
        .values({ orderLineId: id, courseId, cohortId, currency, deferredMinor: more });
    }
  }
}
