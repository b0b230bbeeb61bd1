import { and, eq } from "drizzle-orm";
import { enrolments } from "#db/schema/index.ts";
import { markAttendance } from "#domain/attendance/mark-attendance.ts";
import { markUnmarked } from "#domain/attendance/mark-unmarked.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import type { Person } from "./people.ts";
import type { Simulation } from "./simulation.ts";

/** Of so many students one is late, and one does not come. */
const ONE_LATE_OF = 7;
const ONE_ABSENT_OF = 9;

/** The teacher takes attendance when a meeting has begun: of a few each by each, and of the rest with one press. */
export function scheduleAttendance(
  stage: Simulation,
  teacher: () => Promise<Person>,
  meeting: { id: string; cohortId: string; startsAt: Date; place: number },
): void {
  const { id: meetingId, cohortId, startsAt, place } = meeting;
  stage.at(addMs(startsAt, 15 * MINUTE_MS), async () => {
    const { actor } = await teacher();
    const present = await stage.read
      .select({ enrolmentId: enrolments.id })
      .from(enrolments)
      .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.state, "active")))
      .orderBy(enrolments.id);
    const marks = present.flatMap(({ enrolmentId }, n) => {
      const turn = n + place;
      const state = turn % ONE_ABSENT_OF === 0 ? "absent" : turn % ONE_LATE_OF === 0 ? "late" : undefined;
      return state ? [{ enrolmentId, state, markedAt: stage.now() } as const] : [];
    });
    if (marks.length > 0) await stage.act(actor, (ctx) => markAttendance(ctx, { meetingId, marks }));
    await stage.act(actor, (ctx) => markUnmarked(ctx, { meetingId, state: "present" }));
  });
}
