import { eq } from "drizzle-orm";
import { cohorts, courses, enrolments, grants, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import type { MailPayloads } from "./kinds.ts";

/** What a mail says of access that ends or has ended. */
export type EndingFacts = {
  studentName: string;
  /** The student's own. */
  timezone: string;
  courseTitle: string;
  courseSlug: string;
  endsAt: Date;
  isOver: boolean;
  isRenewable: boolean;
};

/** Undefined for what was taken back meanwhile. */
export async function getEndingFacts(
  read: Reader,
  { grantId, isOver }: MailPayloads["access_ends"],
  language: string,
): Promise<EndingFacts | undefined> {
  const [row] = await read
    .select({
      studentName: users.name,
      timezone: users.timezone,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
      endsAt: grants.endsAt,
      renewal: cohorts.renewal,
    })
    .from(grants)
    .innerJoin(users, eq(users.id, grants.studentId))
    .innerJoin(courses, eq(courses.id, grants.courseId))
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .leftJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(grants.id, grantId));
  if (!row?.endsAt) return undefined;
  const { renewal, endsAt, ...facts } = row;
  return { ...facts, endsAt, isOver, isRenewable: renewal !== null && renewal !== "none" };
}
