import { and, eq, exists, gt, isNull, lte, notExists, or, sql } from "drizzle-orm";
import { coupons, couponScopes, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** Whether some coupon can be used for a cohort now: only then is a code asked for. One statement. */
export async function hasCoupons(
  { read, now }: { read: Reader; now: Date },
  { cohortId, courseId }: { cohortId: string; courseId: string },
): Promise<boolean> {
  const own = read.select({ one: sql`1` }).from(couponScopes);
  const subject = read.select({ subject: courses.subject }).from(courses).where(eq(courses.id, courseId));
  const fits = or(
    and(eq(couponScopes.kind, "cohort"), eq(couponScopes.target, cohortId)),
    and(eq(couponScopes.kind, "course"), eq(couponScopes.target, courseId)),
    and(eq(couponScopes.kind, "subject"), eq(couponScopes.target, sql`(${subject})`)),
  );
  const [found] = await read
    .select({ id: coupons.id })
    .from(coupons)
    .where(
      and(
        eq(coupons.state, "active"),
        or(isNull(coupons.startsAt), lte(coupons.startsAt, now)),
        or(isNull(coupons.endsAt), gt(coupons.endsAt, now)),
        or(
          notExists(own.where(eq(couponScopes.couponId, coupons.id))),
          exists(
            read
              .select({ one: sql`1` })
              .from(couponScopes)
              .where(and(eq(couponScopes.couponId, coupons.id), fits)),
          ),
        ),
      ),
    )
    .limit(1);
  return found !== undefined;
}
