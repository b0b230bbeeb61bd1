import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { type enrolments, grants } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { type AccessEnd, getAccessEnd } from "./access-terms.ts";

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
 * Opens a course to a student because of an enrolment: at once, and for as long as its cohort says. The verb that enrolled has asked the policy and writes the audit.
 */
export async function grantAccess(
  ctx: StepCtx,
  enrolment: typeof enrolments.$inferSelect,
  cohort: AccessEnd,
): Promise<void> {
  const { addGrant, addEndingGrant } = queries(ctx.tx);
  const grant = {
    id: createId("grant"),
    studentId: enrolment.studentId,
    courseId: enrolment.courseId,
    enrolmentId: enrolment.id,
    startsAt: ctx.now,
    now: ctx.now,
  };
  const endsAt = getAccessEnd(cohort, ctx.now);
  if (endsAt === null) await addGrant.execute(grant);
  else await addEndingGrant.execute({ ...grant, endsAt });
}
