import { and, eq } from "drizzle-orm";
import { cohorts, enrolments, orderLines, tickets } from "#db/schema/index.ts";
import { HOUR_MS, addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import type { About } from "#domain/tickets/about.ts";
import { addNote } from "#domain/tickets/add-note.ts";
import { answerTicket } from "#domain/tickets/answer-ticket.ts";
import { assignTicket } from "#domain/tickets/assign-ticket.ts";
import { closeTicket } from "#domain/tickets/close-ticket.ts";
import { mergeTicket } from "#domain/tickets/merge-ticket.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";
import { replyToTicket } from "#domain/tickets/reply-to-ticket.ts";
import { resolveTicket } from "#domain/tickets/resolve-ticket.ts";
import { setTicketPriority } from "#domain/tickets/set-ticket-priority.ts";
import { CONVERSATIONS, type Conversation, type Line } from "../conversations.ts";
import type { Person } from "../people.ts";
import { getSettledPayment } from "../checkout-driver.ts";
import type { ScenarioContext } from "../seed-context.ts";

/** People ask, and the desk answers. */
export function scheduleTickets(setting: ScenarioContext): void {
  const { simulation } = setting;
  for (const conversation of CONVERSATIONS) {
    const { opened } = conversation;
    const when =
      "days" in opened
        ? simulation.day(opened.days, opened.at)
        : addMs(simulation.present, -opened.minutesAgo * MINUTE_MS);
    simulation.at(when, () => converse(setting, conversation));
  }
}

async function converse(setting: ScenarioContext, conversation: Conversation): Promise<void> {
  const { simulation, people } = setting;
  const { by, subject, first, about, priority, taken, mergedInto, lines } = conversation;
  const student = await people.meet(by);
  const aboutThing = about && (await thingOf(setting, student, about));
  const { ticket } = await simulation.act(student.actor, (ctx) =>
    openTicket(ctx, { requesterId: student.id, subject, body: first, ...(aboutThing ? { about: aboutThing } : {}) }),
  );
  const { id: ticketId } = ticket;
  const desk = await people.desk(taken ?? "support");
  simulation.after(3 * MINUTE_MS, async () => {
    if (taken) await simulation.act(desk.actor, (ctx) => assignTicket(ctx, { ticketId, assigneeId: desk.id }));
    if (priority) await simulation.act(desk.actor, (ctx) => setTicketPriority(ctx, { ticketId, priority }));
  });
  if (mergedInto) {
    simulation.after(HOUR_MS, async () => {
      const into = await codeOf(setting, student, mergedInto);
      await simulation.act(desk.actor, (ctx) => mergeTicket(ctx, { ticketId, into }));
    });
  }
  let hours = 0;
  for (const line of lines) {
    hours += line.hours;
    simulation.after(hours * HOUR_MS, () => sendMessage(setting, line, { ticketId, student, desk }));
  }
}

type Speaking = { ticketId: string; student: Person; desk: Person };

async function sendMessage(
  { simulation }: ScenarioContext,
  line: Line,
  { ticketId, student, desk }: Speaking,
): Promise<unknown> {
  switch (line.says) {
    case "student":
      return simulation.act(student.actor, (ctx) => replyToTicket(ctx, { ticketId, body: line.text }));
    case "desk":
      return simulation.act(desk.actor, (ctx) => answerTicket(ctx, { ticketId, body: line.text, then: line.then }));
    case "note":
      return simulation.act(desk.actor, (ctx) => addNote(ctx, { ticketId, body: line.text }));
    case "resolved":
      return simulation.act(student.actor, (ctx) => resolveTicket(ctx, { ticketId }));
    case "closed":
      return simulation.act(desk.actor, (ctx) => closeTicket(ctx, { ticketId }));
  }
}

async function codeOf({ simulation }: ScenarioContext, student: Person, subject: string): Promise<string> {
  const [found] = await simulation.read
    .select({ code: tickets.code })
    .from(tickets)
    .where(and(eq(tickets.requesterId, student.id), eq(tickets.subject, subject)));
  return found?.code ?? "";
}

async function thingOf(
  { simulation, catalogue }: ScenarioContext,
  student: Person,
  about: NonNullable<Conversation["about"]>,
): Promise<About> {
  if ("course" in about) return { type: "course", id: catalogue.courseId(about.course) };
  const key = "order" in about ? about.order : "place" in about ? about.place : about.payment;
  const [found] = await simulation.read
    .select({ placeId: enrolments.id, orderId: orderLines.orderId })
    .from(orderLines)
    .innerJoin(enrolments, eq(enrolments.orderLineId, orderLines.id))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .where(and(eq(enrolments.studentId, student.id), eq(cohorts.id, catalogue.cohort(key).id)));
  if (!found) throw new Error(`${student.name} has nothing in ${key} to speak of`);
  if ("order" in about) return { type: "order", id: found.orderId };
  if ("place" in about) return { type: "enrolment", id: found.placeId };
  return { type: "payment", id: (await getSettledPayment(simulation, found.orderId)).id };
}
