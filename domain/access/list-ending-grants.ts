import { and, asc, eq, gt, inArray, isNull, lte, notExists, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { enrolments, grants, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";

/** Whoever was not reminded in time, because nothing was sent for a while, is told that it has ended for as long. */
const TOLD_AFTER_MS = 7 * DAY_MS;

/** SQL: nothing else opens the course to the student for longer, or as long. Needs no join. */
export function isLastOfCourse(read: Reader | Tx): SQL {
  const other = alias(grants, "other");
  const place = alias(enrolments, "place");
  return notExists(
    read
      .select({ one: sql`1` })
      .from(other)
      .leftJoin(place, eq(place.id, other.enrolmentId))
      .where(
        and(
          eq(other.studentId, grants.studentId),
          eq(other.courseId, grants.courseId),
          isNull(other.revokedAt),
          lte(other.startsAt, grants.endsAt),
          or(isNull(other.enrolmentId), inArray(place.state, ["active", "completed"])),
          or(
            isNull(other.endsAt),
            gt(other.endsAt, grants.endsAt),
            and(eq(other.endsAt, grants.endsAt), gt(other.id, grants.id)),
          ),
        ),
      ),
  );
}

export type EndingGrant = Awaited<ReturnType<typeof listEndingGrants>>[number];

/** The last access of students that ends within so many days or has just ended, a stretch at a time: those after `after`. */
export async function listEndingGrants(
  read: Reader,
  { now, days, after, limit }: { now: Date; days: number; after?: { endsAt: Date; id: string }; limit: number },
) {
  const rows = await read
    .select({
      id: grants.id,
      endsAt: grants.endsAt,
      createdAt: grants.createdAt,
      remindedDays: grants.remindedDays,
      timezone: users.timezone,
    })
    .from(grants)
    .innerJoin(users, and(eq(users.id, grants.studentId), isNull(users.disabledAt)))
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .where(
      and(
        sql`${grants.revokedAt} is null and ${grants.endsAt} is not null`,
        gt(grants.endsAt, addMs(now, -TOLD_AFTER_MS)),
        lte(grants.endsAt, addMs(now, (days + 1) * DAY_MS)),
        after && or(gt(grants.endsAt, after.endsAt), and(eq(grants.endsAt, after.endsAt), gt(grants.id, after.id))),
        or(isNull(grants.enrolmentId), inArray(enrolments.state, ["active", "completed"])),
        isLastOfCourse(read),
      ),
    )
    .orderBy(asc(grants.endsAt), asc(grants.id))
    .limit(limit);
  return rows.flatMap(({ endsAt, ...row }) => (endsAt ? [{ ...row, endsAt }] : []));
}
