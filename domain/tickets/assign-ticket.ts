import { and, eq, inArray, isNull } from "drizzle-orm";
import { tickets, userRoles, users } from "#db/schema/index.ts";
import { encodeMessage, message, type Message } from "#messages/message.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { addMessage, UNNAMED } from "./add-message.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { ticketMachine } from "./machine.ts";
import { DESK_ROLES } from "./get-desk.ts";

/**
 * Gives a ticket to somebody of the team, or to nobody (null). What was new is open then: somebody has seen it. Refuses
 * (`invalid_input`) a person who does not answer tickets.
 */
export async function assignTicket(
  ctx: WriteCtx,
  input: { ticketId: string; assigneeId: string | null },
): Promise<void> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.assign", getTicketResource(found));
  const ticket = requireTicket(found);
  if (ticket.assigneeId === input.assigneeId) return;
  const name = input.assigneeId === null ? null : await nameInTeam(ctx, input.assigneeId);
  await ctx.tx
    .update(tickets)
    .set({ assigneeId: input.assigneeId, updatedAt: ctx.now })
    .where(eq(tickets.id, ticket.id));
  if (name !== null) await tryTransition(ctx, ticketMachine, ticket.id, "open", { from: ["new"] });
  await addMessage(ctx, { ticketId: ticket.id, kind: "event", body: encodeMessage(deed(ctx, input.assigneeId, name)) });
  await audit(
    ctx,
    "ticket.assign",
    { type: "ticket", id: ticket.id },
    { before: { assignee: ticket.assigneeId }, after: { assignee: input.assigneeId } },
  );
}

function deed(ctx: StepCtx, assigneeId: string | null, assignee: string | null): Message {
  if (assignee === null) return message("tickets.event_unassigned", UNNAMED);
  if (assigneeId === getActorId(ctx.actor)) return message("tickets.event_taken_on", UNNAMED);
  return message("tickets.event_given", { ...UNNAMED, assignee });
}

async function nameInTeam(ctx: StepCtx, userId: string): Promise<string> {
  const [person] = await ctx.tx
    .select({ name: users.name })
    .from(users)
    .innerJoin(userRoles, eq(userRoles.userId, users.id))
    .where(and(eq(users.id, userId), isNull(users.disabledAt), inArray(userRoles.role, [...DESK_ROLES])))
    .limit(1);
  if (person) return person.name;
  throw new Refusal("invalid_input", { fields: { assigneeId: message("fields.choose_ticket_answerer") } });
}
