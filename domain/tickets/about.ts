import { and, desc, eq } from "drizzle-orm";
import { cohorts, courses, enrolments, orders, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { TicketAbout } from "#db/enums.ts";
import { message, type Said } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { selectText } from "../courses/course-texts.ts";

/** What a ticket speaks of. */
export type About = { type: TicketAbout; id: string };

/** How many orders and courses a student may choose from; older ones can be named in the message. */
const CHOICES_MAX = 20;

/** Refuses what does not exist and what is not the student's to speak of, with one and the same answer. */
export async function assertCanReference(from: Reader | Tx, studentId: string, about: About): Promise<void> {
  const [found] = await FINDERS[about.type](from, studentId, about.id);
  if (!found) throw new Refusal("not_found");
}

const FINDERS: Record<TicketAbout, (from: Reader | Tx, studentId: string, id: string) => Promise<{ id: string }[]>> = {
  order: (from, studentId, id) =>
    from
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.id, id), eq(orders.buyerId, studentId))),
  payment: (from, studentId, id) =>
    from
      .select({ id: payments.id })
      .from(payments)
      .innerJoin(orders, eq(orders.id, payments.orderId))
      .where(and(eq(payments.id, id), eq(orders.buyerId, studentId))),
  enrolment: (from, studentId, id) =>
    from
      .select({ id: enrolments.id })
      .from(enrolments)
      .where(and(eq(enrolments.id, id), eq(enrolments.studentId, studentId))),
  // A published course is everybody's to ask about; another only theirs who have a place in it.
  course: async (from, studentId, id) => {
    const published = await from
      .select({ id: courses.id })
      .from(courses)
      .where(and(eq(courses.id, id), eq(courses.state, "published")));
    if (published.length > 0) return published;
    return from
      .select({ id: enrolments.id })
      .from(enrolments)
      .where(and(eq(enrolments.courseId, id), eq(enrolments.studentId, studentId)))
      .limit(1);
  },
};

export type AboutChoice = About & { label: Said };

/** What a student can say their question is about: their places and their orders, the newest first. */
export async function listAboutChoices(ctx: ReadCtx, studentId: string): Promise<AboutChoice[]> {
  authorize(ctx, "ticket.open", { ownerId: studentId });
  const places = await ctx.read
    .select({
      id: enrolments.id,
      course: selectText(courses.title, ctx.language),
      cohort: selectText(cohorts.name, ctx.language),
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(enrolments.studentId, studentId))
    .orderBy(desc(enrolments.createdAt))
    .limit(CHOICES_MAX);
  const bought = await ctx.read
    .select({ id: orders.id, code: orders.code })
    .from(orders)
    .where(eq(orders.buyerId, studentId))
    .orderBy(desc(orders.createdAt))
    .limit(CHOICES_MAX);
  return [
    ...places.map(({ id, course, cohort }) => ({ type: "enrolment" as const, id, label: `${course}, ${cohort}` })),
    ...bought.map(({ id, code }) => ({ type: "order" as const, id, label: message("tickets.choose_order", { code }) })),
  ];
}

/** The label of something that a link brought along, when the student may speak of it. */
export async function findAboutChoice(ctx: ReadCtx, studentId: string, about: About): Promise<AboutChoice | undefined> {
  try {
    await assertCanReference(ctx.read, studentId, about);
  } catch {
    return undefined;
  }
  if (about.type === "course") {
    const title = selectText(courses.title, ctx.language);
    const [course] = await ctx.read.select({ title }).from(courses).where(eq(courses.id, about.id));
    return { ...about, label: course?.title ?? message("tickets.choose_this_course") };
  }
  if (about.type !== "payment") return (await listAboutChoices(ctx, studentId)).find(({ id }) => id === about.id);
  const [paid] = await ctx.read
    .select({ code: orders.code })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, about.id));
  return { ...about, label: message("tickets.choose_payment", { code: paid?.code ?? "" }) };
}

const ABOUT_TYPES: readonly TicketAbout[] = ["order", "course", "enrolment", "payment"];

/** Reads `order:ord_…` as a link or a form says it. */
export function parseAbout(text: string | undefined): About | undefined {
  const [type, id, ...rest] = (text ?? "").split(":");
  if (!id || rest.length > 0 || id.length > 60) return undefined;
  const known = ABOUT_TYPES.find((each) => each === type);
  return known && { type: known, id };
}
