import { and, eq, sql } from "drizzle-orm";
import { courses, enrolments, orders, payments, tickets } from "#db/schema/index.ts";
import type { TicketAbout } from "#db/enums.ts";
import { message, type Said } from "#messages/message.ts";
import { selectText } from "../courses/course-texts.ts";

/** What a ticket is about, as a page says it. */
export type AboutView = {
  type: TicketAbout;
  id: string;
  label: Said;
  orderCode: string | null;
  courseId: string | null;
};

/**
 * The joins that find what a ticket is about. Ids carry their kind, so an id is looked for in every table and found in one:
 * a payment leads to its order, an enrolment to its course.
 */
export const aboutJoins = {
  payment: and(eq(tickets.aboutType, "payment"), eq(payments.id, tickets.aboutId)),
  enrolment: and(eq(tickets.aboutType, "enrolment"), eq(enrolments.id, tickets.aboutId)),
  order: sql`${orders.id} = coalesce(${payments.orderId}, ${tickets.aboutId})`,
  course: sql`${courses.id} = coalesce(${enrolments.courseId}, ${tickets.aboutId})`,
};

export const selectAbout = (language: string | undefined) => ({
  aboutType: tickets.aboutType,
  aboutId: tickets.aboutId,
  orderCode: orders.code,
  courseId: courses.id,
  courseTitle: selectText(courses.title, language),
});

type AboutRow = {
  aboutType: TicketAbout | null;
  aboutId: string | null;
  orderCode: string | null;
  courseId: string | null;
  courseTitle: string | null;
};

export function toAboutView(row: AboutRow): AboutView | null {
  if (!row.aboutType || !row.aboutId) return null;
  const code = row.orderCode ?? "";
  const isPayment = row.aboutType === "payment";
  const order = isPayment
    ? message("tickets.about_payment_of_order", { code })
    : message("tickets.about_order_code", { code });
  const label = row.courseTitle ?? order;
  return { type: row.aboutType, id: row.aboutId, label, orderCode: row.orderCode, courseId: row.courseId };
}
