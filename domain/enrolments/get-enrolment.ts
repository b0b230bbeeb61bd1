import { sql, and, asc, desc, eq, gte, inArray, isNull, or } from "drizzle-orm";
import {
  certificates,
  waitingList,
  cohorts,
  enrolments,
  moves,
  orderLines,
  orders,
  payments,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CertificateState } from "#db/enums.ts";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type HistoryEntry, getHistory } from "../kernel/get-history.ts";
import { isId } from "../kernel/ids.ts";
import { type ClaimedOrder, findClaimedOrder } from "./find-claimed-order.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { isAllowed } from "../policy.ts";
import { type EnrolmentRow, enrolmentView } from "./list-enrolments.ts";

/** One enrolment as the office sees it; undefined when there is none or the actor may not see it. */
export async function getEnrolment(ctx: ReadCtx, id: string): Promise<EnrolmentView | undefined> {
  if (!isId("enrolment", id) || !isAllowed(ctx.actor, "enrolment.list")) return undefined;
  const [found] = await enrolmentView.read(ctx, eq(enrolments.id, id), []);
  if (!found) return undefined;
  const row = enrolmentView.show(found, ctx);
  const [cohort] = await ctx.read
    .select({ timezone: cohorts.timezone, startsAt: cohorts.startsAt })
    .from(cohorts)
    .where(eq(cohorts.id, row.cohortId));
  const claimed = row.orderCode ? undefined : await findClaimedOrder(ctx.read, row.id);
  return {
    ...row,
    claimedOrderCode: claimed?.code ?? null,
    completionDoubtedAt: found.completionDoubtedAt,
    timezone: cohort?.timezone ?? "UTC",
    startsAt: cohort?.startsAt ?? null,
    otherCohorts: await cohortsBeside(ctx, row),
    history: await getHistory(ctx.read, { type: "enrolment", id }),
    paid: row.orderCode ? await paidFor(ctx.read, row.id, row.orderCode) : paidByBuyer(claimed),
    certificate: await findCertificate(ctx, id),
    mayRefund: isAllowed(ctx.actor, "refund.request"),
    mayChange: isAllowed(ctx.actor, "enrolment.cancel", { ownerId: row.studentId }),
  };
}

async function findCertificate(ctx: ReadCtx, enrolmentId: string): Promise<EnrolmentView["certificate"]> {
  if (!isAllowed(ctx.actor, "certificate.list")) return null;
  const [found] = await ctx.read
    .select()
    .from(certificates)
    .where(eq(certificates.enrolmentId, enrolmentId))
    .orderBy(desc(certificates.version))
    .limit(1);
  return found ? { id: found.id, number: formatCertificateNumber(found), state: found.state } : null;
}

export type OtherCohort = {
  id: string;
  name: string;
  startsAt: Date | null;
  timezone: string;
  /** For anybody; null when there is no limit. */
  seatsLeft: number | null;
  /** One of its seats was offered to this very student, and moving takes that one. */
  isOffered: boolean;
  /** Why moving there would be refused all the same: they have another enrolment in it. */
  isEnrolled: boolean;
};

export type EnrolmentView = EnrolmentRow & {
  /** Since when the rule that completed it would not do so any more; none where that is not so. */
  completionDoubtedAt: Date | null;
  /** The order with which somebody else has bought it; none for one's own. */
  claimedOrderCode: string | null;
  timezone: string;
  startsAt: Date | null;
  /** The cohorts of the same course that could take the student instead. */
  otherCohorts: OtherCohort[];
  history: HistoryEntry[];
  /** The latest version of its certificate, for whoever may see the list of them. */
  certificate: { id: string; number: string; state: CertificateState } | null;
  /** What was paid for it, with credit too, and is still here, in minor units, and whether it goes back by a transfer; none without an order. */
  paid: { minor: number; currency: string; byTransfer: boolean } | null;
  /** Whether the actor may send it back. */
  mayRefund: boolean;
  /** What the actor may do with it, by the policy alone; the state decides the rest. */
  mayChange: boolean;
};

/** The price of the place goes back to whoever has bought it. */
const paidByBuyer = (claimed: ClaimedOrder | undefined): EnrolmentView["paid"] =>
  claimed && claimed.minor > 0 ? claimed : null;

async function paidFor(read: Reader, enrolmentId: string, orderCode: string): Promise<EnrolmentView["paid"]> {
  const ofMoves = read
    .select({ id: orderLines.orderId })
    .from(moves)
    .innerJoin(orderLines, eq(orderLines.id, moves.orderLineId))
    .where(and(eq(moves.enrolmentId, enrolmentId), eq(moves.state, "moved")));
  // Without a payment as well: credit may have paid it.
  const bought = await read
    .select({ orderId: orders.id, currency: orders.currency, provider: payments.provider })
    .from(orders)
    .leftJoin(payments, and(eq(payments.orderId, orders.id), eq(payments.state, "settled")))
    .where(or(eq(orders.code, orderCode), inArray(orders.id, ofMoves)));
  const [first] = bought;
  if (!first) return null;
  const paid = await getPaidMinor(read, [...new Set(bought.map(({ orderId }) => orderId))]);
  const minor = [...paid.values()].reduce((sum, each) => sum + each, 0);
  const byTransfer = bought.some(({ provider }) => provider === "bank");
  return minor > 0 ? { minor, currency: first.currency, byTransfer } : null;
}

async function cohortsBeside(ctx: ReadCtx, enrolment: EnrolmentRow): Promise<OtherCohort[]> {
  const { courseId, cohortId, studentId } = enrolment;
  const found = await ctx.read
    .select({
      id: cohorts.id,
      name: cohorts.name,
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      capacity: cohorts.capacity,
      held: cohorts.held,
      taken: cohorts.taken,
    })
    .from(cohorts)
    .where(
      and(
        eq(cohorts.courseId, courseId),
        eq(cohorts.state, "open"),
        or(isNull(cohorts.endsAt), gte(cohorts.endsAt, ctx.now)),
      ),
    )
    .orderBy(sql`${cohorts.startsAt} is null`, asc(cohorts.startsAt), asc(cohorts.id))
    .limit(COHORTS_SHOWN);
  const ids = found.map(({ id }) => id);
  const queue = await ctx.read
    .selectDistinct({ cohortId: waitingList.cohortId, state: waitingList.state, own: own(studentId) })
    .from(waitingList)
    .where(and(inArray(waitingList.cohortId, ids), inArray(waitingList.state, ["waiting", "offered"])));
  const places = await ctx.read
    .select({ cohortId: enrolments.cohortId })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.studentId, studentId),
        inArray(enrolments.cohortId, ids),
        sql`${enrolments.state} not in ('cancelled', 'revoked')`,
      ),
    );
  return found
    .filter(({ id }) => id !== cohortId)
    .map(({ capacity, held, taken, ...cohort }) => {
      const here = queue.filter((entry) => entry.cohortId === cohort.id);
      // As `claimSeat` has it: a seat that is free while others wait is theirs.
      const isWaitedFor = here.some(({ state, own: isOwn }) => state === "waiting" && !isOwn);
      return {
        ...cohort,
        seatsLeft: capacity === null ? null : isWaitedFor ? 0 : Math.max(0, capacity - held - taken),
        isOffered: here.some(({ state, own: isOwn }) => state === "offered" && isOwn),
        isEnrolled: places.some((place) => place.cohortId === cohort.id),
      };
    });
}

const COHORTS_SHOWN = 100;

const own = (studentId: string) => sql<unknown>`${waitingList.studentId} = ${studentId}`.mapWith(Boolean);
