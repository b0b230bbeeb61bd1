import { and, asc, eq, gt, isNull, lte, ne, or, sql } from "drizzle-orm";
import { cohortRules, cohorts, courses, enrolments, waitingList } from "#db/schema/index.ts";
import { selectText } from "../courses/course-texts.ts";
import { isBeforeDeadline } from "../courses/leaving-terms.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { listCohortsRuledOut } from "../rules/list-cohorts-ruled-out.ts";
import { computeMovePrice } from "./compute-move-price.ts";
import { getMoveMoney } from "./get-move-money.ts";
import type { MoneyTrouble } from "./get-place-money.ts";
import { getPlaceMoveDeadline } from "../enrolments/get-place-move-deadline.ts";

export type SwitchTarget = {
  id: string;
  name: string;
  startsAt: Date | null;
  timezone: string;
  seatsLeft: number | null;
  /** What the move costs; below nothing, what goes back. */
  difference: Money;
  /** How much less it costs, which may be more than goes back, in minor units; and what of that is taken off parts that are still to come. */
  cheaperMinor: number;
  takenOffMinor: number;
};

/** To which cohorts a student may move by themselves, and until when; undefined where the office is asked. */
export type SwitchOffer = {
  until: Date | null;
  targets: SwitchTarget[];
  /** Other dates cost more or less, and the office settles those, because of what became of the money of the place. */
  asksWhy: MoneyTrouble | null;
  /** Other dates have rules that they do not meet, or the office decides about each place there: they are left out. */
  isRuledOut: boolean;
};

/** What `switchCohort` would let the actor do with an active place of their own. */
export async function listSwitchTargets(
  ctx: ReadCtx,
  { enrolmentId, cohortId }: { enrolmentId: string; cohortId: string },
): Promise<SwitchOffer | undefined> {
  const [place] = await ctx.read
    .select({ cohort: cohorts, enrolment: enrolments })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(and(eq(enrolments.id, enrolmentId), eq(enrolments.cohortId, cohortId)));
  const deadline = place && (await getPlaceMoveDeadline(ctx.read, ctx.now, place));
  if (!deadline || !isBeforeDeadline(deadline.until, ctx.now)) return undefined;
  const { until } = deadline;
  const { cohort: from, enrolment } = place;
  const mine = sql`exists (select 1 from ${enrolments} as own join ${enrolments} as me on me.student_id = own.student_id where me.id = ${enrolmentId} and own.cohort_id = ${cohorts.id} and own.state not in ('cancelled', 'revoked'))`;
  const waitedFor = sql<unknown>`exists (select 1 from ${waitingList} where ${waitingList.cohortId} = ${cohorts.id} and ${waitingList.state} = 'waiting')`;
  const rows = await ctx.read
    .select({
      id: cohorts.id,
      name: selectText(cohorts.name, ctx.language),
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      capacity: cohorts.capacity,
      held: cohorts.held,
      taken: cohorts.taken,
      isWaitedFor: waitedFor.mapWith(Boolean),
      hasRules:
        sql<unknown>`exists (select 1 from ${cohortRules} where ${cohortRules.cohortId} = ${cohorts.id})`.mapWith(
          Boolean,
        ),
      priceMinor: cohorts.priceMinor,
      currency: cohorts.currency,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        eq(cohorts.courseId, from.courseId),
        ne(cohorts.id, from.id),
        eq(cohorts.state, "open"),
        eq(courses.state, "published"),
        or(isNull(cohorts.opensAt), lte(cohorts.opensAt, ctx.now)),
        or(
          gt(cohorts.closesAt, ctx.now),
          and(isNull(cohorts.closesAt), or(isNull(cohorts.endsAt), gt(cohorts.endsAt, ctx.now))),
        ),
        sql`not ${mine}`,
      ),
    )
    .orderBy(sql`${cohorts.startsAt} is null`, asc(cohorts.startsAt), asc(cohorts.id))
    .limit(TARGETS_MAX);
  const money = await getMoveMoney(ctx.read, ctx.now, { enrolment, cohort: from });
  const ruled = rows.flatMap(({ id, hasRules }) => (hasRules ? [id] : []));
  const ruledOut = await listCohortsRuledOut(ctx, enrolment.studentId, ruled);
  let asksWhy: SwitchOffer["asksWhy"] = null;
  const within = rows.filter(({ id }) => !ruledOut.has(id));
  const targets = within.flatMap(
    ({ hasRules: _, capacity, held, taken, isWaitedFor, priceMinor, currency, ...target }) => {
      const price = computeMovePrice(money, from, { id: target.id, priceMinor, currency });
      const seatsLeft = capacity === null ? null : isWaitedFor ? 0 : capacity - held - taken;
      if (price.kind === "ask" && price.why === "money") asksWhy = money.trouble ?? "under_way";
      if (price.kind === "ask" || seatsLeft === 0) return [];
      const difference = { minor: price.differenceMinor, currency };
      const { cheaperMinor, takenOffMinor } = price;
      return [{ ...target, seatsLeft, difference, cheaperMinor, takenOffMinor }];
    },
  );
  return { until, targets, asksWhy, isRuledOut: ruledOut.size > 0 };
}

const TARGETS_MAX = 50;
