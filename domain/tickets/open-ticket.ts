import { eq } from "drizzle-orm";
import { tickets, users } from "#db/schema/index.ts";
import type { TicketPriority } from "#db/enums.ts";
import type { StoredFile } from "../files/store.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createCode, createId } from "../kernel/ids.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { type About, assertCanReference } from "./about.ts";
import { addMessage, type MessageVia } from "./add-message.ts";
import { requireTicket } from "./find-ticket.ts";
import type { Ticket } from "./machine.ts";
import { buildTicketKeys } from "./build-ticket-keys.ts";
import { notifySchool } from "./notify-school.ts";
import { notifyStudent } from "./notify-student.ts";

const CODE_LENGTH = 5;
/** With a million tickets one code in thirty is taken, so this many misses in a row do not happen. */
const CODE_TRIES_MAX = 10;

export type OpenTicket = {
  requesterId: string;
  subject: string;
  /** Markdown. */
  body: string;
  about?: About;
  priority?: TicketPriority;
  files?: readonly StoredFile[];
  via?: MessageVia;
};

/**
 * Begins a conversation with the school. A student opens their own, and the school is told; the team may open one for a
 * student, who is told. Refuses (`not_found`) something to speak of that does not exist or is not the student's.
 */
export async function openTicket(ctx: WriteCtx, input: OpenTicket): Promise<{ ticket: Ticket; messageId: string }> {
  authorize(ctx, "ticket.open", { ownerId: input.requesterId });
  const [requester] = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.id, input.requesterId));
  requireTicket(requester);
  if (input.about) await assertCanReference(ctx.tx, input.requesterId, input.about);

  const byTeam = ctx.actor.type === "user" && ctx.actor.id !== input.requesterId;
  const code = await freeCode(ctx);
  const [ticket] = await ctx.tx
    .insert(tickets)
    .values({
      id: createId("ticket"),
      code,
      requesterId: input.requesterId,
      subject: input.subject,
      ...buildTicketKeys({ code, subject: input.subject }),
      state: byTeam ? "open" : "new",
      priority: input.priority ?? "normal",
      assigneeId: byTeam ? getActorId(ctx.actor) : null,
      aboutType: input.about?.type ?? null,
      aboutId: input.about?.id ?? null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .returning();
  if (!ticket) throw new Error("a ticket was written and did not come back");
  const messageId = await addMessage(ctx, { ...input, ticketId: ticket.id, kind: "public" });
  await recordState(ctx, { type: "ticket", id: ticket.id }, null, ticket.state);
  await audit(
    ctx,
    "ticket.open",
    { type: "ticket", id: ticket.id },
    { after: { code: ticket.code, requester: ticket.requesterId, subject: ticket.subject, about: input.about?.id } },
  );
  if (byTeam) await notifyStudent(ctx, ticket, messageId);
  else await notifySchool(ctx, ticket, messageId);
  return { ticket, messageId };
}

async function freeCode(ctx: StepCtx): Promise<string> {
  for (let attempt = 1; attempt <= CODE_TRIES_MAX; attempt++) {
    const code = `T-${createCode(CODE_LENGTH)}`;
    const taken = await ctx.tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.code, code));
    if (taken.length === 0) return code;
  }
  throw new Error("no free code for a ticket was found");
}
