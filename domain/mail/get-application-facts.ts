import { eq } from "drizzle-orm";
import { applications, cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import type { Money } from "../kernel/money.ts";

/** What a mail says of an application. */
export type ApplicationFacts = {
  studentName: string;
  courseTitle: string;
  courseSlug: string;
  cohortId: string;
  cohortName: string;
  /** What the office wrote with its decision. */
  reply: string;
  /** What is to be paid until when; none for a free place, and for one that was declined. */
  order: { code: string; total: Money; expiresAt: Date | null } | null;
};

export async function getApplicationFacts(
  read: Reader,
  { applicationId }: { applicationId: string },
  language: string,
): Promise<ApplicationFacts | undefined> {
  const [row] = await read
    .select({
      studentName: users.name,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
      cohortId: cohorts.id,
      cohortName: selectText(cohorts.name, language),
      reply: applications.reply,
      code: orders.code,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      expiresAt: orders.expiresAt,
    })
    .from(applications)
    .innerJoin(users, eq(users.id, applications.studentId))
    .innerJoin(cohorts, eq(cohorts.id, applications.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(enrolments, eq(enrolments.id, applications.enrolmentId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(applications.id, applicationId));
  if (!row) return undefined;
  const { code, totalMinor, currency, expiresAt, ...application } = row;
  const order = code && totalMinor ? { code, total: { minor: totalMinor, currency: currency ?? "" }, expiresAt } : null;
  return { ...application, order };
}
