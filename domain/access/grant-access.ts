import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { type enrolments, grants } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  addGrant: tx
    .insert(grants)
    .values({
      id: p("id"),
      studentId: p("studentId"),
      courseId: p("courseId"),
      enrolmentId: p("enrolmentId"),
      why: "enrolment",
      startsAt: p("startsAt"),
      createdAt: p("now"),
    })
    .prepare(),
  addEndingGrant: tx
    .insert(grants)
    .values({
      id: p("id"),
      studentId: p("studentId"),
      courseId: p("courseId"),
      enrolmentId: p("enrolmentId"),
      why: "enrolment",
      startsAt: p("startsAt"),
      endsAt: p("endsAt"),
      createdAt: p("now"),
    })
    .prepare(),
}));

/**
 * Opens a course to a student because of an enrolment: at once, and for the cohort's days of access counted from its start or
 * from now, whichever is later. The verb that enrolled has asked the policy and writes the audit.
 */
export async function grantAccess(
  ctx: StepCtx,
  facts: { enrolment: typeof enrolments.$inferSelect; startsAt: Date | null; accessDays: number | null },
): Promise<void> {
  const { enrolment, startsAt, accessDays } = facts;
  const { addGrant, addEndingGrant } = queries(ctx.tx);
  const grant = {
    id: createId("grant"),
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
function accessEnd(now: Date, startsAt: Date | null, accessDays: number): Date {
  return addMs(startsAt && startsAt > now ? startsAt : now, accessDays * DAY_MS);
}
