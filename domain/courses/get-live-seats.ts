import { and, asc, eq } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { cohorts, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type SeatState, getSeatState, countFreeSeats } from "./seat-state.ts";

const COHORTS_MAX = 200;

const queries = perClient((read: Reader) => ({
  ofCourse: read
    .select({
      id: cohorts.id,
      capacity: cohorts.capacity,
      held: cohorts.held,
      taken: cohorts.taken,
      opensAt: cohorts.opensAt,
      closesAt: cohorts.closesAt,
      endsAt: cohorts.endsAt,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        eq(cohorts.courseId, param(cohorts.courseId, "courseId")),
        eq(cohorts.state, "open"),
        eq(courses.state, "published"),
      ),
    )
    .orderBy(asc(cohorts.id))
    .limit(COHORTS_MAX)
    .prepare(),
}));

export type LiveSeats = { cohortId: string; state: SeatState; left: number | null };

/** How each offering of a published course stands at this moment; nothing for a course that is hidden or unknown. */
export async function getLiveSeats(ctx: ReadCtx, courseId: string): Promise<LiveSeats[]> {
  const rows = await queries(ctx.read).ofCourse.execute({ courseId });
  return rows.map((row) => ({ cohortId: row.id, state: getSeatState(row, ctx.now), left: countFreeSeats(row) }));
}
