import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { courses, enrolments, grants, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { getLastEnd } from "../access/unrevoked-grants.ts";
import { selectText } from "../courses/course-texts.ts";
import type { MailPayloads } from "./kinds.ts";

/** What a mail says of what the office did to somebody's access. */
export type AccessFacts = Pick<MailPayloads["access_changed"], "change" | "why"> & {
  studentName: string;
  courseTitle: string;
  courseSlug: string;
  /** Until when the course is open, whatever opens it: null is for good, undefined when it is not open any more. */
  endsAt: Date | null | undefined;
};

export async function getAccessFacts(
  read: Reader,
  { studentId, courseId, change, why, at }: MailPayloads["access_changed"],
  language: string,
): Promise<AccessFacts | undefined> {
  const [row] = await read
    .select({ studentName: users.name, courseTitle: selectText(courses.title, language), courseSlug: courses.slug })
    .from(users)
    .innerJoin(courses, eq(courses.id, courseId))
    .where(eq(users.id, studentId));
  if (!row) return undefined;
  const kept = await read
    .select({ endsAt: grants.endsAt })
    .from(grants)
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .where(
      and(
        eq(grants.studentId, studentId),
        eq(grants.courseId, courseId),
        isNull(grants.revokedAt),
        or(isNull(grants.enrolmentId), inArray(enrolments.state, ["active", "completed"])),
      ),
    );
  const end = getLastEnd(kept);
  return { ...row, change, why, endsAt: end && end.getTime() <= at ? undefined : end };
}
