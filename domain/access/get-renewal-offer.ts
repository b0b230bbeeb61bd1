import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { cohorts, enrolments, grants, orderLines, orders, renewals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { Money } from "../kernel/money.ts";
import { type AccessPlace, hasAccess } from "./find-access-place.ts";
import { getLastEnd } from "./unrevoked-grants.ts";

export type Renewal = typeof renewals.$inferSelect;

/** From how long before its end access is renewed: sooner nobody knows yet whether they need it, and years would pile up. */
const RENEWABLE_MS = 30 * DAY_MS;

/**
 * How a student may renew the access of an enrolment, or why not: `requested` and `to_pay` say what is under way, `used_up` that
 * it was done as often as the cohort allows, `closed` that the place or its access was taken back.
 */
export type RenewalOffer = AccessPlace & {
  cohortId: string;
  status:
    | "offered"
    | "requested"
    | "to_pay"
    | "not_yet"
    | "used_up"
    | "not_offered"
    | "for_good"
    | "suspended"
    | "closed";
  way: "request" | "instant";
  days: number;
  price: Money;
  /** How often it may be done still; null when there is no limit. */
  left: number | null;
  /** When the access ends or has ended that would be renewed. */
  endsAt: Date | null;
  /** From when it may be renewed. */
  from: Date | null;
  /** The renewal that is under way. */
  open: Renewal | null;
  orderCode: string | null;
};

export async function getRenewalOffer(
  read: Reader | Tx,
  now: Date,
  enrolmentId: string,
): Promise<RenewalOffer | undefined> {
  const [found] = await read
    .select({
      enrolmentId: enrolments.id,
      studentId: enrolments.studentId,
      courseId: enrolments.courseId,
      state: enrolments.state,
      timezone: cohorts.timezone,
      cohortId: cohorts.id,
      cohortState: cohorts.state,
      renewal: cohorts.renewal,
      days: cohorts.renewalDays,
      minor: cohorts.renewalPriceMinor,
      currency: cohorts.currency,
      renewalsMax: cohorts.renewalsMax,
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(enrolments.id, enrolmentId));
  if (!found) return undefined;
  const { cohortState, renewal, days, minor, currency, renewalsMax, ...place } = found;
  const kept = await read
    .select({ endsAt: grants.endsAt })
    .from(grants)
    .where(and(eq(grants.studentId, place.studentId), eq(grants.courseId, place.courseId), isNull(grants.revokedAt)));
  const { granted, open, orderCode } = await getDone(read, enrolmentId);
  const end = getLastEnd(kept);
  const left = renewalsMax === null ? null : Math.max(0, renewalsMax - granted);
  const from = end ? addMs(end, -RENEWABLE_MS) : null;
  const isOffered = renewal !== "none" && days !== null && cohortState === "open";
  const status = (): RenewalOffer["status"] => {
    if (place.state === "suspended") return "suspended";
    if (!hasAccess(place.state) || end === undefined) return "closed";
    if (open) return open.state === "requested" ? "requested" : "to_pay";
    if (!isOffered) return "not_offered";
    if (end === null || from === null) return "for_good";
    if (left === 0) return "used_up";
    return from > now ? "not_yet" : "offered";
  };
  return {
    ...place,
    status: status(),
    way: renewal === "request" ? "request" : "instant",
    days: days ?? 0,
    price: { minor, currency },
    left,
    endsAt: end ?? null,
    from,
    open,
    orderCode,
  };
}

/** How often an enrolment was renewed, and what is under way. */
async function getDone(read: Reader | Tx, enrolmentId: string) {
  const rows = await read
    .select({ renewal: renewals, orderCode: orders.code })
    .from(renewals)
    .leftJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(eq(renewals.enrolmentId, enrolmentId), inArray(renewals.state, ["requested", "awaiting_payment", "granted"])),
    )
    .orderBy(asc(renewals.createdAt), asc(renewals.id));
  const open = rows.find(({ renewal }) => renewal.state !== "granted");
  return {
    granted: rows.filter(({ renewal }) => renewal.state === "granted").length,
    open: open?.renewal ?? null,
    orderCode: open?.orderCode ?? null,
  };
}
