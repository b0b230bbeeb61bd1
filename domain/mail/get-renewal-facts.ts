import { eq } from "drizzle-orm";
import { courses, grants, orderLines, orders, renewals, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import type { Money } from "../kernel/money.ts";

/** What a mail says of a renewal. */
export type RenewalFacts = {
  studentName: string;
  courseTitle: string;
  courseSlug: string;
  days: number;
  /** What the office answered. */
  answer: string;
  /** Until when the course is open by it; none for one that was not granted. */
  endsAt: Date | null;
  /** None for one that cost nothing. */
  order: { code: string; total: Money; paidAt: Date | null } | null;
};

export async function getRenewalFacts(
  read: Reader,
  { renewalId }: { renewalId: string },
  language: string,
): Promise<RenewalFacts | undefined> {
  const [row] = await read
    .select({
      studentName: users.name,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
      days: renewals.days,
      answer: renewals.answer,
      endsAt: grants.endsAt,
      code: orders.code,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      paidAt: orders.paidAt,
    })
    .from(renewals)
    .innerJoin(users, eq(users.id, renewals.studentId))
    .innerJoin(courses, eq(courses.id, renewals.courseId))
    .leftJoin(grants, eq(grants.id, renewals.grantId))
    .leftJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(renewals.id, renewalId));
  if (!row) return undefined;
  const { code, totalMinor, currency, paidAt, ...renewal } = row;
  return {
    ...renewal,
    order: code ? { code, total: { minor: totalMinor ?? 0, currency: currency ?? "" }, paidAt } : null,
  };
}
