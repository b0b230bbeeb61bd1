import { and, asc, count, desc, eq, gt, inArray, notExists } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { cohorts, courses, enrolments, userRoles, users } from "#db/schema/index.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { readInBatches } from "../kernel/lists/read-in-batches.ts";
import { authorize } from "../policy.ts";

type StudentPlace = { cohortId: string; state: "active" | "suspended"; course: string; cohort: string };

/** A student as a file carries them, with the places that are open to them or suspended. */
export type StudentFileRow = {
  id: string;
  email: string;
  name: string;
  language: string | null;
  timezone: string;
  officeNote: string | null;
  disabledAt: Date | null;
  places: StudentPlace[];
};

const HAS_PLACE = ["active", "suspended"] as const;

/**
 * Everybody who is not of the team, in batches, for a file that an import reads back: no file changes a colleague. Refuses whoever
 * may not import.
 */
export async function* listStudentRows(ctx: ReadCtx): AsyncGenerator<StudentFileRow[]> {
  authorize(ctx, "student.import", {});
  const { read } = ctx;
  const team = read
    .select({ id: userRoles.userId })
    .from(userRoles)
    .where(and(eq(userRoles.userId, users.id), inArray(userRoles.role, [...STAFF_ROLES])));
  const shown = { cohortId: cohorts.id, state: enrolments.state, course: courses.title, cohort: cohorts.name };
  const places = gatherRows(read, shown, (select) =>
    select
      .from(enrolments)
      .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
      .innerJoin(courses, eq(courses.id, cohorts.courseId))
      .where(and(eq(enrolments.studentId, users.id), inArray(enrolments.state, [...HAS_PLACE])))
      .orderBy(asc(enrolments.createdAt), asc(enrolments.id)),
  );
  yield* readInBatches<StudentFileRow>(
    async (after, limit) =>
      (await read
        .select({
          id: users.id,
          email: users.email,
          name: users.name,
          language: users.language,
          timezone: users.timezone,
          officeNote: users.officeNote,
          disabledAt: users.disabledAt,
          places,
        })
        .from(users)
        .where(and(notExists(team), after && gt(users.id, after.id)))
        .orderBy(asc(users.id))
        .limit(limit)) as StudentFileRow[],
  );
}

/** How many places the busiest student has: so many columns a file needs. */
export async function countPlacesMax(ctx: ReadCtx): Promise<number> {
  authorize(ctx, "student.import", {});
  const [most] = await ctx.read
    .select({ places: count() })
    .from(enrolments)
    .where(inArray(enrolments.state, [...HAS_PLACE]))
    .groupBy(enrolments.studentId)
    .orderBy(desc(count()))
    .limit(1);
  return most?.places ?? 0;
}
