import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import { cohorts, couponCodes, coupons, couponUses, courses } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import type { CouponScope, CouponUseState } from "#db/enums.ts";
import { type Coupon } from "./load-coupons.ts";
import { loadCoupon } from "./load-coupon.ts";

export type CouponView = Coupon & {
  /** The code for everybody. */
  code: string | null;
  codes: { made: number; used: number };
  /** For what it can be used, by name; empty for everything. */
  scopes: { kind: CouponScope; target: string; label: string }[];
  /** How many orders, and what they got off, in each currency. */
  used: { state: CouponUseState; currency: string; orders: number; discountMinor: number }[];
};

/** One coupon as the office sees it; undefined when there is none or the actor may not see it. */
export async function getCoupon(ctx: ReadCtx, couponId: string): Promise<CouponView | undefined> {
  if (!isAllowed(ctx.actor, "coupon.list")) return undefined;
  const { read } = ctx;
  const [exists] = await read.select({ id: coupons.id }).from(coupons).where(eq(coupons.id, couponId));
  if (!exists) return undefined;
  const coupon = await loadCoupon(read, couponId);
  const [codes] = await read
    .select({
      code: sql<string | null>`max(case when ${couponCodes.isSingleUse} then null else ${couponCodes.code} end)`,
      made: sql<number>`coalesce(sum(case when ${couponCodes.isSingleUse} then 1 else 0 end), 0)`.mapWith(Number),
      used: sql<number>`coalesce(sum(case when ${couponCodes.isSingleUse} and ${couponCodes.uses} > 0 then 1 else 0 end), 0)`.mapWith(
        Number,
      ),
    })
    .from(couponCodes)
    .where(eq(couponCodes.couponId, couponId));
  const used = await read
    .select({
      state: couponUses.state,
      currency: couponUses.currency,
      orders: count(),
      discountMinor: sql<number>`sum(${couponUses.discountMinor})`.mapWith(Number),
    })
    .from(couponUses)
    .where(and(eq(couponUses.couponId, couponId), inArray(couponUses.state, ["reserved", "used"])))
    .groupBy(couponUses.state, couponUses.currency)
    .orderBy(asc(couponUses.state), asc(couponUses.currency));
  return {
    ...coupon,
    code: codes?.code ?? null,
    codes: { made: codes?.made ?? 0, used: codes?.used ?? 0 },
    scopes: await nameScopes(ctx, coupon.scopes),
    used,
  };
}

async function nameScopes({ read }: ReadCtx, scopes: Awaited<ReturnType<typeof loadCoupon>>["scopes"]) {
  const idsOf = (kind: CouponScope) => scopes.filter((each) => each.kind === kind).map(({ target }) => target);
  const names = new Map<string, string>();
  const [courseIds, cohortIds] = [idsOf("course"), idsOf("cohort")];
  if (courseIds.length > 0) {
    const { id, title } = courses;
    for (const each of await read.select({ id, title }).from(courses).where(inArray(id, courseIds)))
      names.set(each.id, each.title);
  }
  if (cohortIds.length > 0) {
    const found = await read
      .select({ id: cohorts.id, name: cohorts.name, title: courses.title })
      .from(cohorts)
      .innerJoin(courses, eq(courses.id, cohorts.courseId))
      .where(inArray(cohorts.id, cohortIds));
    for (const { id, name, title } of found) names.set(id, `${title}, ${name}`);
  }
  return scopes.map((scope) => ({ ...scope, label: names.get(scope.target) ?? scope.target }));
}
