import { and, asc, count, eq, exists, gt, inArray, isNull, notExists, or, sql } from "drizzle-orm";
import type { CouponScope, CouponUseState } from "#db/enums.ts";
import { gatherRows } from "#db/json-list.ts";
import { cohorts, couponCodes, coupons, couponScopes, couponUses, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import type { Coupon } from "./load-coupons.ts";

/** Of how many cohorts the link is shown: a coupon may be for every course. */
const LINKS_MAX = 20;

export type CouponView = Coupon & {
  /** The code for everybody. */
  code: string | null;
  codes: { made: number; used: number };
  /** For what it can be used, by name; empty for everything. */
  scopes: { kind: CouponScope; target: string; label: string }[];
  /** Cohorts into which one can enrol and for which it is, the next first, at most `LINKS_MAX`. */
  offers: { id: string; label: string }[];
  /** How many orders, and what they got off, in each currency. */
  used: { state: CouponUseState; currency: string; orders: number; discountMinor: number }[];
};

/** One coupon as the office sees it, in one statement; undefined when there is none or the actor may not see it. */
export async function getCoupon(ctx: ReadCtx, couponId: string): Promise<CouponView | undefined> {
  if (!isAllowed(ctx.actor, "coupon.list")) return undefined;
  const { read } = ctx;
  const ofCoupon = eq(couponCodes.couponId, coupons.id);
  const single = and(ofCoupon, couponCodes.isSingleUse);
  const shared = and(ofCoupon, sql`not ${couponCodes.isSingleUse}`);
  const counted = (where: typeof single) =>
    sql<number>`(${read.select({ n: count() }).from(couponCodes).where(where)})`.mapWith(Number);
  const [found] = await read
    .select({
      coupon: coupons,
      code: sql<string | null>`(${read.select({ code: couponCodes.code }).from(couponCodes).where(shared)})`,
      made: counted(single),
      spent: counted(and(single, sql`${couponCodes.uses} > 0`)),
      scopes: selectScopes(read),
      offers: selectOffers(read, ctx.now),
      used: selectUses(read),
    })
    .from(coupons)
    .where(eq(coupons.id, couponId));
  if (!found) return undefined;
  const { coupon, made, spent, ...rest } = found;
  return { ...coupon, ...rest, codes: { made, used: spent } };
}

/** SQL: for what it can be used. What has no name any more is called by its id, and a subject by itself. */
function selectScopes(read: Reader) {
  const { kind, target } = couponScopes;
  const cohort = read
    .select({ name: sql`${courses.title} || ', ' || ${cohorts.name}` })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, target));
  const course = read.select({ title: courses.title }).from(courses).where(eq(courses.id, target));
  const label = sql<string>`coalesce(case ${kind} when 'cohort' then (${cohort}) when 'course' then (${course}) end, ${target})`;
  return gatherRows(read, { kind, target, label }, (select) =>
    select.from(couponScopes).where(eq(couponScopes.couponId, coupons.id)).orderBy(asc(kind), asc(target)),
  );
}

/** SQL: where enrolment is open or opens, something is paid, and the coupon counts. */
function selectOffers(read: Reader, now: Date) {
  const scopes = read.select({ one: sql`1` }).from(couponScopes);
  const ofCoupon = eq(couponScopes.couponId, coupons.id);
  const fits = or(
    and(eq(couponScopes.kind, "cohort"), eq(couponScopes.target, cohorts.id)),
    and(eq(couponScopes.kind, "course"), eq(couponScopes.target, courses.id)),
    and(eq(couponScopes.kind, "subject"), eq(couponScopes.target, courses.subject)),
  );
  const closes = sql`coalesce(${cohorts.closesAt}, ${cohorts.endsAt})`;
  const offered = and(
    eq(courses.state, "published"),
    eq(cohorts.state, "open"),
    gt(cohorts.priceMinor, 0),
    or(isNull(closes), gt(closes, sql.param(now, cohorts.closesAt))),
    or(isNull(coupons.currency), eq(coupons.currency, cohorts.currency)),
    or(
      notExists(scopes.where(ofCoupon)),
      exists(read.select({ one: sql`1` }).from(couponScopes).where(and(ofCoupon, fits))),
    ),
  );
  const label = sql<string>`${courses.title} || ', ' || ${cohorts.name}`;
  return gatherRows(read, { id: cohorts.id, label }, (select) =>
    select
      .from(cohorts)
      .innerJoin(courses, eq(courses.id, cohorts.courseId))
      .where(offered)
      .orderBy(asc(cohorts.startsAt), asc(cohorts.id))
      .limit(LINKS_MAX),
  );
}

/** SQL: the orders that use it and what they got off, by state and currency. */
function selectUses(read: Reader) {
  const { state, currency } = couponUses;
  const orders = sql<number>`count(*)`.mapWith(Number);
  const discountMinor = sql<number>`sum(${couponUses.discountMinor})`.mapWith(Number);
  return gatherRows(read, { state, currency, orders, discountMinor }, (select) =>
    select
      .from(couponUses)
      .where(and(eq(couponUses.couponId, coupons.id), inArray(state, ["reserved", "used"])))
      .groupBy(state, currency)
      .orderBy(asc(state), asc(currency)),
  );
}
