import { and, eq, isNull } from "drizzle-orm";
import { studentImportRows, studentKeys } from "#db/schema/index.ts";
import { enableUser } from "../accounts/enable-user.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { resumeEnrolment } from "../enrolments/resume-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { createStudent } from "../students/create-student.ts";
import { editStudent } from "../students/edit-student.ts";
import type { StudentRecord } from "../students/student-record.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { disableUser } from "./disable-user.ts";
import { loadImportState } from "./load-import-state.ts";
import { type ImportStep, computeStudentPlan, mergeSaid, type StudentPlan } from "./compute-student-plan.ts";

export type ImportedRow = { importId: string; place: number; record: StudentRecord; welcome: boolean; why: string };

/**
 * Does what a row of a file says, once: whoever comes second finds it done. All of the row or nothing: a refusal of one of its
 * steps undoes the others, and the caller notes it. What it would do is planned anew, for the school has gone on since the check.
 */
// eslint-disable-next-line matricula/write-verbs-check -- Each of its steps is a verb, which audits; the row itself keeps what became of it.
export async function importStudent(ctx: WriteCtx, input: ImportedRow): Promise<StudentPlan["outcome"] | undefined> {
  authorize(ctx, "student.import", {});
  const { importId, place, record } = input;
  const itself = and(eq(studentImportRows.importId, importId), eq(studentImportRows.place, place));
  const [claimed] = await ctx.tx
    .update(studentImportRows)
    .set({ doneAt: ctx.now })
    .where(and(itself, isNull(studentImportRows.doneAt)))
    .returning({ place: studentImportRows.place });
  if (!claimed) return undefined;
  const plan = computeStudentPlan(record, await loadImportState(ctx.tx, ctx.now, [record]));
  const { outcome, notes } = plan;
  await ctx.tx.update(studentImportRows).set({ outcome, notes }).where(itself);
  if (outcome === "rejected") return outcome;
  let userId = plan.user?.id;
  for (const step of plan.steps) userId = await takeStep(ctx, step, input, userId);
  if (userId !== undefined) await keepKey(ctx, record, userId);
  return outcome;
}

async function takeStep(
  ctx: VerbPartCtx,
  step: ImportStep,
  { record, welcome, why }: ImportedRow,
  userId: string | undefined,
): Promise<string | undefined> {
  if (step.does === "create") {
    const { email = "", name = "", language, timezone, officeNote } = record;
    return (await createStudent(ctx, { email, name, language, timezone, officeNote, welcome })).userId;
  }
  if (userId === undefined) throw new Error("a step of an import about nobody");
  switch (step.does) {
    case "edit":
      await editStudent(ctx, { userId, ...Object.fromEntries(step.parts.map((part) => [part, record[part]])) });
      break;
    case "disable":
      await disableUser(ctx, { userId });
      break;
    case "enable":
      await enableUser(ctx, { userId });
      break;
    case "enrol": {
      const place = { cohortId: step.offering.id, studentId: userId, why, accessDays: step.days, tell: false };
      const { id } = await addEnrolment(ctx, place);
      if (step.isSuspended) await suspendEnrolment(ctx, { enrolmentId: id, why });
      break;
    }
    case "suspend":
      await suspendEnrolment(ctx, { enrolmentId: step.enrolmentId, why });
      break;
    case "resume":
      await resumeEnrolment(ctx, { enrolmentId: step.enrolmentId, why });
      break;
    case "cancel":
      await cancelEnrolment(ctx, { enrolmentId: step.enrolmentId, why });
  }
  return userId;
}

/** Keeps who has the key, and what the source has said of them. One that was renamed there goes over to the new key. */
async function keepKey(ctx: VerbPartCtx, record: StudentRecord, userId: string): Promise<void> {
  const { source, key, formerKey } = record;
  if (key === undefined) return;
  const at = (name: string) => and(eq(studentKeys.source, source), eq(studentKeys.key, name));
  if (formerKey !== undefined && formerKey !== key) {
    const [isKnown] = await ctx.tx.select({ key: studentKeys.key }).from(studentKeys).where(at(key));
    if (!isKnown) await ctx.tx.update(studentKeys).set({ key }).where(at(formerKey));
  }
  const [before] = await ctx.tx.select({ said: studentKeys.said }).from(studentKeys).where(at(key));
  const said = mergeSaid(record, before?.said);
  if (before) await ctx.tx.update(studentKeys).set({ said, updatedAt: ctx.now }).where(at(key));
  else await ctx.tx.insert(studentKeys).values({ source, key, userId, said, updatedAt: ctx.now });
}
