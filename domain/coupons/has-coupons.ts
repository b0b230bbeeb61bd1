import { and, eq, exists, gt, isNull, lte, notExists, or, sql } from "drizzle-orm";
import { cohorts, coupons, couponScopes, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** Whether some coupon can be used now for a cohort that costs something: only then is a code asked for. One statement. */
export async function hasCoupons({ read, now }: { read: Reader; now: Date }, cohortId: string): Promise<boolean> {
  const scopes = read.select({ one: sql`1` }).from(couponScopes);
  const fits = or(
    and(eq(couponScopes.kind, "cohort"), eq(couponScopes.target, cohorts.id)),
    and(eq(couponScopes.kind, "course"), eq(couponScopes.target, courses.id)),
    and(eq(couponScopes.kind, "subject"), eq(couponScopes.target, courses.subject)),
  );
  const ofCoupon = eq(couponScopes.couponId, coupons.id);
  const usable = and(
    eq(coupons.state, "active"),
    or(isNull(coupons.startsAt), lte(coupons.startsAt, now)),
    or(isNull(coupons.endsAt), gt(coupons.endsAt, now)),
    or(
      notExists(scopes.where(ofCoupon)),
      exists(read.select({ one: sql`1` }).from(couponScopes).where(and(ofCoupon, fits))),
    ),
  );
  const [found] = await read
    .select({ id: cohorts.id })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        eq(cohorts.id, cohortId),
        gt(cohorts.priceMinor, 0),
        exists(read.select({ one: sql`1` }).from(coupons).where(usable)),
      ),
    );
  return found !== undefined;
}
