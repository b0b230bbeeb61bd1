import { and, eq, ne } from "drizzle-orm";
import { cohorts, enrolments } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { computeMovePrice } from "./compute-move-price.ts";
import { getMoveMoney, removeTerms } from "./get-move-money.ts";

/** `difference`: what a move there costs more; below nothing, what goes back; null where it cannot be settled by itself; `takenOffMinor`: of that, what is taken off the open parts of its plan. */
export type OfficeMovePrice = { price: Money; difference: Money | null; takenOffMinor: number };

/** What `moveEnrolment` would settle for each other open cohort of the course, by its id. Empty for a place that is not active. */
export async function listMovePrices(
  { read, now }: Pick<ReadCtx, "read" | "now">,
  enrolmentId: string,
): Promise<Map<string, OfficeMovePrice>> {
  const [place] = await read
    .select({ enrolment: enrolments, cohort: cohorts })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(and(eq(enrolments.id, enrolmentId), eq(enrolments.state, "active")));
  if (!place) return new Map();
  const { cohort: from } = place;
  const others = await read
    .select({ id: cohorts.id, priceMinor: cohorts.priceMinor, currency: cohorts.currency })
    .from(cohorts)
    .where(and(eq(cohorts.courseId, from.courseId), ne(cohorts.id, from.id), eq(cohorts.state, "open")));
  const money = removeTerms(await getMoveMoney(read, now, place));
  return new Map(
    others.map(({ id, priceMinor, currency }) => {
      const move = computeMovePrice(money, from, { id, priceMinor, currency });
      const difference = move.kind === "ask" ? null : { minor: move.differenceMinor, currency };
      const takenOffMinor = move.kind === "ask" ? 0 : move.takenOffMinor;
      return [id, { price: { minor: priceMinor, currency }, difference, takenOffMinor }];
    }),
  );
}
