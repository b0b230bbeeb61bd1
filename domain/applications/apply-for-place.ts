import { eq } from "drizzle-orm";
import { applicationAnswers, applications, cohorts, courses, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { assertEnrolmentOpen } from "../courses/enrolment-window.ts";
import { assertNotEnrolled } from "../enrolments/assert-not-enrolled.ts";
import { addFile } from "../files/add-file.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import type { GivenAnswer } from "../questions/inputs.ts";
import type { JudgedAnswer } from "../questions/judge-answers.ts";
import { loadQuestions, requireAnswers } from "../questions/load-questions.ts";
import { assertRulesMet } from "../rules/assert-rules-met.ts";
import type { Application } from "./machine.ts";

export type ApplyInput = {
  cohortId: string;
  studentId: string;
  /** What the student says to what the cohort asks. */
  answers?: readonly GivenAnswer[] | undefined;
};

/**
 * A student applies for a place in a cohort about which the office decides. It holds no seat: one may apply to a full cohort too, and who is
 * approved first has the seat. Refuses where the office does not decide, where enrolment is not open, who has a place or has applied
 * already (`already_applied`), who does not meet the other rules, and answers that are missing.
 */
export async function applyForPlace(ctx: WriteCtx, input: ApplyInput): Promise<Application> {
  authorize(ctx, "application.create", { ownerId: input.studentId });
  const { cohortId, studentId } = input;
  const [offer] = await ctx.tx
    .select({ cohort: cohorts, courseState: courses.state })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, cohortId));
  const [student] = await ctx.tx.select({ disabledAt: users.disabledAt }).from(users).where(eq(users.id, studentId));
  if (!offer || !student || student.disabledAt) throw new Refusal("not_found");
  assertEnrolmentOpen({ ...offer.cohort, courseState: offer.courseState }, ctx.now);
  await assertNotEnrolled(ctx, { cohortId, studentId });
  const questions = await loadQuestions(ctx.tx, { courseId: offer.cohort.courseId, cohortId });
  const given = requireAnswers(questions, input.answers ?? []);
  const rules = await assertRulesMet(ctx, { cohortId, studentId }, { given, questions });
  if (!rules?.needsApproval) throw new Refusal("wrong_state", { words: message("refusals.no_approval_needed") });
  const [application] = await ctx.tx
    .insert(applications)
    .values({ id: createId("application"), cohortId, studentId, state: "applied", appliedAt: ctx.now })
    .onConflictDoNothing()
    .returning();
  if (!application) throw new Refusal("already_applied");
  await recordState(ctx, { type: "application", id: application.id }, null, "applied");
  await keepAnswers(ctx, application.id, given);
  const after = { cohort: cohortId, student: studentId };
  await audit(ctx, "application.create", { type: "application", id: application.id }, { after });
  return application;
}

async function keepAnswers(ctx: VerbPartCtx, applicationId: string, given: readonly JudgedAnswer[]): Promise<void> {
  for (const { questionId, value, file } of given) {
    const fileId = file ? await addFile(ctx, file) : null;
    const row = { id: createId("answer"), applicationId, questionId, value, fileId, answeredAt: ctx.now };
    await ctx.tx.insert(applicationAnswers).values(row);
  }
}
