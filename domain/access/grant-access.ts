import type { enrolments } from "#db/schema/index.ts";
import { enrolQueries } from "../enrolments/enrol-queries.ts";
import { DAY_MS, later } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";

/**
 * Opens a course to a student because of an enrolment: at once, and for the cohort's days of access counted from its start or
 * from now, whichever is later. The verb that enrolled has asked the policy and writes the audit.
 */
export async function grantAccess(
  ctx: StepCtx,
  facts: { enrolment: typeof enrolments.$inferSelect; startsAt: Date | null; accessDays: number | null },
): Promise<void> {
  const { enrolment, startsAt, accessDays } = facts;
  const { addGrant, addEndingGrant } = enrolQueries(ctx.tx);
  const grant = {
    id: newId("grant"),
    studentId: enrolment.studentId,
    courseId: enrolment.courseId,
    enrolmentId: enrolment.id,
    startsAt: ctx.now,
    now: ctx.now,
  };
  if (accessDays === null) await addGrant.execute(grant);
  else await addEndingGrant.execute({ ...grant, endsAt: accessEnd(ctx.now, startsAt, accessDays) });
}

/** When access ends that begins `now`. */
export function accessEnd(now: Date, startsAt: Date | null, accessDays: number): Date {
  return later(startsAt && startsAt > now ? startsAt : now, accessDays * DAY_MS);
}
