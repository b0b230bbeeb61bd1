import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { WaitingState } from "#db/enums.ts";
import { cohorts, courses, enrolments, orderLines, orders, users, waitingList } from "#db/schema/index.ts";
import { isCohortOver } from "../courses/enrolment-window.ts";
import { getLeavingTerms, type LeavingTerms } from "../courses/leaving-terms.ts";
import { getTentative, type Tentative } from "../courses/get-tentative.ts";
import type { Planned } from "../courses/payment-plan.ts";
import type { SeatFacts } from "../courses/seat-state.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { type OfferView, selectOffer, toOfferView } from "./get-checkout.ts";

/** A cohort as somebody sees it who is about to enrol; undefined when it is not on offer to anyone. */
export async function getEnrolView(ctx: ReadCtx, cohortId: string): Promise<EnrolView | undefined> {
  const [row] = await ctx.read
    .select({
      ...selectOffer(ctx.language),
      courseId: cohorts.courseId,
      opensAt: cohorts.opensAt,
      closesAt: cohorts.closesAt,
      endsAt: cohorts.endsAt,
      capacity: cohorts.capacity,
      held: cohorts.held,
      taken: cohorts.taken,
      hasWaitingList: cohorts.waitingList,
      terms: {
        cancelDays: cohorts.cancelDays,
        cancelPercent: cohorts.cancelPercent,
        cancelFeeMinor: cohorts.cancelFeeMinor,
        moveDays: cohorts.moveDays,
        studentsMin: cohorts.studentsMin,
        confirmBy: cohorts.confirmBy,
        confirmedAt: cohorts.confirmedAt,
      },
      paymentPlan: cohorts.paymentPlan,
      courseState: courses.state,
      isConfirmed: isReaderConfirmed(ctx),
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.id, cohortId), eq(cohorts.state, "open")));
  if (!row) return undefined;
  const { closesAt, endsAt, capacity, held, taken, courseState, terms, paymentPlan: _plan, ...rest } = row;
  const own = await ownPlace(ctx, cohortId);
  // What was offered can be taken whatever has closed since; only what is over cannot.
  const isOffered = own.waiting?.state === "offered";
  if (courseState !== "published" && !isOffered) return undefined;
  const seats = { capacity, held, taken, opensAt: row.opensAt, closesAt, endsAt };
  const barrier = isOffered
    ? isCohortOver(seats, ctx.now)
      ? ("closed" as const)
      : null
    : barrierOf(seats, ctx.now, await doesAnyoneWait(ctx, cohortId));
  const leaving = getLeavingTerms({ ...row, ...terms });
  const tentative = getTentative({ ...terms, taken });
  return { ...toOfferView(rest), barrier, leaving, tentative, planned: await getPlanned(ctx, row), ...own };
}

/** By what a price is paid in parts; null where it is paid at once. */
async function getPlanned(ctx: ReadCtx, { paymentPlan, timezone, endsAt }: Planned): Promise<EnrolView["planned"]> {
  if (paymentPlan === null) return null;
  const { plansEndWithCourse: endsWithCourse } = await getSettingsOnce(ctx);
  return { paymentPlan, timezone, endsAt, endsWithCourse };
}

function isReaderConfirmed({ actor }: ReadCtx) {
  const id = actor.type === "user" ? actor.id : "";
  const confirmed = sql<unknown>`exists (select 1 from ${users} where ${users.id} = ${id} and ${users.verifiedAt} is not null)`;
  return confirmed.mapWith(Boolean);
}

/** What may stand between a person and a place. */
export type EnrolBarrier = "not_open_yet" | "closed" | "full";

export type EnrolView = OfferView & {
  courseId: string;
  leaving: LeavingTerms;
  tentative: Tentative | null;
  /** By what it may be paid in parts: of how much, its price with all discounts says (get-quote.ts). */
  planned: (Planned & { endsWithCourse: boolean }) | null;
  barrier: EnrolBarrier | null;
  opensAt: Date | null;
  hasWaitingList: boolean;
  /** Whether the reader has confirmed their address. */
  isConfirmed: boolean;
  /** The person's own place, if they have one: a paid order that waits, or a place that is theirs. */
  mine: { state: string; orderCode: string | null } | null;
  waiting: { id: string; state: WaitingState; position: number; offerExpiresAt: Date | null } | null;
};

function barrierOf(cohort: SeatFacts, now: Date, doesAnyWait: boolean): EnrolBarrier | null {
  const { capacity, held, taken, opensAt, closesAt, endsAt } = cohort;
  const closes = closesAt ?? endsAt;
  if (opensAt && now < opensAt) return "not_open_yet";
  if (closes && now >= closes) return "closed";
  // A seat that is free while somebody waits is about to be offered to them.
  return capacity !== null && (held + taken >= capacity || doesAnyWait) ? "full" : null;
}

async function doesAnyoneWait(ctx: ReadCtx, cohortId: string): Promise<boolean> {
  const first = ctx.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "waiting")))
    .limit(1);
  return (await first).length > 0;
}

async function ownPlace(ctx: ReadCtx, cohortId: string): Promise<Pick<EnrolView, "mine" | "waiting">> {
  if (ctx.actor.type !== "user") return { mine: null, waiting: null };
  const [mine] = await ctx.read
    .select({ state: enrolments.state, orderCode: orders.code })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(enrolments.cohortId, cohortId),
        eq(enrolments.studentId, ctx.actor.id),
        sql`${enrolments.state} not in ('cancelled', 'revoked')`,
      ),
    );
  const queue = await ctx.read
    .select({
      id: waitingList.id,
      studentId: waitingList.studentId,
      state: waitingList.state,
      offerExpiresAt: waitingList.offerExpiresAt,
    })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["waiting", "offered"])))
    .orderBy(asc(waitingList.since), asc(waitingList.id))
    .limit(1_000);
  const userId = ctx.actor.id;
  const at = queue.findIndex(({ studentId }) => studentId === userId);
  const entry = queue[at];
  return {
    mine: mine ?? null,
    waiting: entry
      ? { id: entry.id, state: entry.state, position: at + 1, offerExpiresAt: entry.offerExpiresAt }
      : null,
  };
}
