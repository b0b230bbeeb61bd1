import { eq } from "drizzle-orm";
import { courseStaff, enrolments, tickets } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, type Resource } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Ticket } from "./machine.ts";

/** The ticket of an id; a merged one leads to the ticket that survived it. */
export async function findTicket(from: Reader | Tx, id: string): Promise<Ticket | undefined> {
  const [ticket] = await from.select().from(tickets).where(eq(tickets.id, id));
  if (!ticket?.mergedIntoId) return ticket;
  const [survivor] = await from.select().from(tickets).where(eq(tickets.id, ticket.mergedIntoId));
  return survivor;
}

/** What the policy asks about a ticket. One that does not exist is nobody's, so that a stranger gets the same answer. */
export function getTicketResource(ticket: Pick<Ticket, "requesterId"> | undefined): Resource {
  return { ownerId: ticket?.requesterId ?? null };
}

/**
 * What the policy asks about answering a ticket: as above, and who teaches the course that it is about, or the place in it, where the
 * school lets its teachers answer.
 */
export async function findAnswerResource(from: Reader | Tx, ticket: Ticket | undefined): Promise<Resource> {
  const resource = getTicketResource(ticket);
  if (!ticket || !(await getSchoolSettings(from)).teachersAnswerTickets) return resource;
  const courseId = await findAboutCourse(from, ticket);
  if (courseId === undefined) return resource;
  const teachers = await from
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, courseId));
  return { ...resource, teacherIds: teachers.map(({ userId }) => userId) };
}

async function findAboutCourse(from: Reader | Tx, { aboutType, aboutId }: Ticket): Promise<string | undefined> {
  if (aboutId === null) return undefined;
  if (aboutType === "course") return aboutId;
  if (aboutType !== "enrolment") return undefined;
  const [place] = await from
    .select({ courseId: enrolments.courseId })
    .from(enrolments)
    .where(eq(enrolments.id, aboutId));
  return place?.courseId;
}

/** A ticket that the policy has let through, if there is one. */
export function requireTicket<T>(ticket: T | undefined): T {
  if (ticket === undefined) throw new Refusal("not_found");
  return ticket;
}

/** The code under which a ticket is found now: its own, or that of the one it was merged into. */
export async function getTicketCode(ctx: ReadCtx, id: string): Promise<string> {
  const found = await findTicket(ctx.read, id);
  authorize(ctx, "ticket.read", getTicketResource(found));
  return requireTicket(found).code;
}
