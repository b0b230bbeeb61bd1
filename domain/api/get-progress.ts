import { and, eq } from "drizzle-orm";
import { courseStaff, enrolments, materialProgress } from "#db/schema/index.ts";
import { getPercent, isComplete } from "../enrolments/is-complete.ts";
import { loadCompletion } from "../enrolments/load-completion.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { EnrolmentProgressView } from "./shapes.ts";

/** What a student has done in an enrolment, for them, who teaches its course, and the office. */
export async function getProgress(ctx: ReadCtx, enrolmentId: string): Promise<EnrolmentProgressView | undefined> {
  const { read } = ctx;
  const [enrolment] = await read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  const staff = enrolment
    ? await read
        .select({ userId: courseStaff.userId })
        .from(courseStaff)
        .where(eq(courseStaff.courseId, enrolment.courseId))
    : [];
  const teacherIds = staff.map(({ userId }) => userId);
  authorize(ctx, "enrolment.read", { ownerId: enrolment?.studentId ?? null, teacherIds });
  if (!enrolment) return undefined;
  const { studentId, courseId, cohortId, state } = enrolment;
  const [completion] = await loadCompletion(read, eq(enrolments.id, enrolmentId));
  if (!completion) return undefined;
  const items = await read
    .select({ materialId: materialProgress.materialId, doneAt: materialProgress.doneAt })
    .from(materialProgress)
    .where(and(eq(materialProgress.studentId, studentId), eq(materialProgress.courseId, courseId)))
    .orderBy(materialProgress.doneAt, materialProgress.materialId);
  const { done, materials, attended, meetings, completionMaterialsPercent, completionAttendancePercent } = completion;
  return {
    ...{ enrolmentId, studentId, courseId, cohortId, state },
    materials: { done, total: materials, percent: getPercent(done, materials), asked: completionMaterialsPercent },
    meetings: {
      ...{ attended, total: meetings, percent: getPercent(attended, meetings) },
      asked: completionAttendancePercent,
    },
    reached: isComplete(completion, completion),
    items,
  };
}
