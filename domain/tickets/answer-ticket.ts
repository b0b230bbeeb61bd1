import { eq } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import type { TicketState } from "#db/enums.ts";
import type { StoredFile } from "../files/store.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize, isAllowed } from "../policy.ts";
import { addMessage, type MessageVia } from "./add-message.ts";
import { findAnswerResource, findTicket, requireTicket } from "./find-ticket.ts";
import { type Ticket, ticketMachine } from "./machine.ts";
import { notifyStudent } from "./notify-student.ts";

/** How a ticket stands after the school has written: the student's turn, still the school's, or done. */
export const AFTER_ANSWER = { wait: "waiting_on_student", stay_open: "open", resolve: "resolved" } as const;
export type AfterAnswer = keyof typeof AFTER_ANSWER;

export type Answer = {
  ticketId: string;
  /** Markdown. */
  body: string;
  then: AfterAnswer;
  files?: readonly StoredFile[];
  via?: MessageVia;
};

/**
 * The school writes to the student, who is told: the office, or a teacher of the course that it is about where the school lets them.
 * A ticket that nobody has becomes the writer's who is of the office. A closed one is refused
 * (`ticket_closed`): it is opened again first, so that nobody does it unawares.
 */
export async function answerTicket(ctx: WriteCtx, input: Answer): Promise<{ ticket: Ticket; messageId: string }> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.answer", await findAnswerResource(ctx.tx, found));
  const before = requireTicket(found);
  if (before.state === "closed") throw new Refusal("ticket_closed");

  const messageId = await addMessage(ctx, { ...input, ticketId: before.id, kind: "public" });
  const [touched] = await ctx.tx
    .update(tickets)
    .set({ updatedAt: ctx.now, assigneeId: before.assigneeId ?? findNewAssignee(ctx) })
    .where(eq(tickets.id, before.id))
    .returning();
  const ticket = await moveTo(ctx, requireTicket(touched), AFTER_ANSWER[input.then]);
  await audit(
    ctx,
    "ticket.answer",
    { type: "ticket", id: ticket.id },
    { before: { state: before.state }, after: { state: ticket.state, message: messageId } },
  );
  await notifyStudent(ctx, ticket, messageId);
  return { ticket, messageId };
}

/** A teacher who answers leaves the ticket with the office. */
const findNewAssignee = ({ actor }: StepCtx): string | null =>
  isAllowed(actor, "ticket.assign") ? getActorId(actor) || null : null;

/** Moves by way of open where there is no other: an answer to what was resolved begins it again. */
async function moveTo(ctx: StepCtx, ticket: Ticket, to: TicketState): Promise<Ticket> {
  if (ticket.state === to) return ticket;
  const reopened =
    ticket.state === "resolved"
      ? await transition(ctx, ticketMachine, ticket.id, "open", { set: { resolvedAt: null } })
      : ticket;
  if (reopened.state === to) return reopened;
  const resolvedAt = to === "resolved" ? ctx.now : null;
  return transition(ctx, ticketMachine, ticket.id, to, { set: { resolvedAt } });
}
