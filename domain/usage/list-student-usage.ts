import { desc, eq } from "drizzle-orm";
import { courses, usageStudents } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

export type StudentUsage = {
  courseId: string;
  courseTitle: string;
  courseLanguage: string;
  openings: number;
  /** On how many days of the school's calendar. */
  days: number;
  firstAt: Date;
  lastAt: Date;
};

const COURSES_MAX = 200;

/** How much a student has opened of each course, the last used first: for themselves, and for the office. */
export async function listStudentUsage(ctx: ReadCtx, studentId: string): Promise<StudentUsage[]> {
  authorize(ctx, "student.read", { ownerId: studentId });
  const { courseId, openings, days, firstAt, lastAt } = usageStudents;
  return ctx.read
    .select({
      ...{ courseId, courseTitle: courses.title, courseLanguage: courses.language },
      ...{ openings, days, firstAt, lastAt },
    })
    .from(usageStudents)
    .innerJoin(courses, eq(courses.id, courseId))
    .where(eq(usageStudents.studentId, studentId))
    .orderBy(desc(lastAt), desc(courseId))
    .limit(COURSES_MAX);
}
