import { and, asc, eq, getTableColumns, gt, inArray, ne, type SQL } from "drizzle-orm";
import { attachments, files, ticketMessages, tickets } from "#db/schema/index.ts";
import { TICKET_STATES } from "#db/enums.ts";
import { type Actor, getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { type About, assertCanReference } from "../tickets/about.ts";
import { findTicket } from "../tickets/find-ticket.ts";
import type { Ticket } from "../tickets/machine.ts";
import { assertCanAnswer, assertCanReply } from "../tickets/writing-rights.ts";
import { Id } from "./parts.ts";
import type { MessageView, TicketView } from "./shapes.ts";

export function toTicketView(ctx: Pick<ReadCtx, "actor">, ticket: Ticket): TicketView {
  const { id, code, subject, state, requesterId, mergedIntoId, createdAt, updatedAt, resolvedAt } = ticket;
  const team = isAllowed(ctx.actor, "ticket.list");
  const { aboutType, aboutId } = ticket;
  return {
    ...{ id, code, subject, state, priority: team ? ticket.priority : null, requesterId },
    assigneeId: team ? ticket.assigneeId : null,
    about: aboutType && aboutId ? { type: aboutType, id: aboutId } : null,
    ...{ mergedIntoId, createdAt, updatedAt, resolvedAt },
  };
}

export async function getTicket(ctx: ReadCtx, id: string): Promise<TicketView | undefined> {
  const [ticket] = await ctx.read.select().from(tickets).where(eq(tickets.id, id));
  authorize(ctx, "ticket.read", { ownerId: ticket?.requesterId ?? null });
  return ticket && toTicketView(ctx, ticket);
}

/** Tickets, the newest first: the team sees all of them, the others their own. */
export const ticketPages = defineList({
  table: tickets,
  reach: withinReach,
  view: defineView({
    fields: () => getTableColumns(tickets),
    from: (select) => select.from(tickets),
    show: (ticket, ctx) => toTicketView(ctx, ticket),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    state: createChoiceFilter(tickets.state, TICKET_STATES),
    requesterId: createFilter(Id("usr"), (id) => eq(tickets.requesterId, id)),
    assigneeId: createFilter(Id("usr"), (id) => eq(tickets.assigneeId, id)),
  },
  cursor: { sort: "created", ids: "ticket" },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "ticket.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "ticket.read", { ownerId: me });
  return eq(tickets.requesterId, me);
}

/** The messages of a ticket, the oldest first, so that a script that polls goes on where it stopped. Notes are the team's. */
export async function listMessages(
  ctx: ReadCtx,
  ticketId: string,
  input: { limit: number; after?: string | undefined },
): Promise<{ items: MessageView[] } | undefined> {
  const [ticket] = await ctx.read.select().from(tickets).where(eq(tickets.id, ticketId));
  authorize(ctx, "ticket.read", { ownerId: ticket?.requesterId ?? null });
  if (!ticket) return undefined;
  const rows = await ctx.read
    .select()
    .from(ticketMessages)
    .where(
      and(
        eq(ticketMessages.ticketId, ticketId),
        ne(ticketMessages.kind, "event"),
        isAllowed(ctx.actor, "ticket.list") ? undefined : eq(ticketMessages.kind, "public"),
        input.after === undefined ? undefined : gt(ticketMessages.id, input.after),
      ),
    )
    .orderBy(asc(ticketMessages.id))
    .limit(input.limit);
  const files = await attachmentsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return {
    items: rows.map(({ id, kind, authorId, body, createdAt }) => ({
      ...{ id, ticketId, kind: kind === "note" ? "note" : "public", authorId, body, createdAt },
      attachments: files.filter(({ messageId }) => messageId === id).map(({ messageId: _, ...file }) => file),
    })),
  };
}

async function attachmentsOf(ctx: ReadCtx, messageIds: string[]) {
  if (messageIds.length === 0) return [];
  return ctx.read
    .select({
      messageId: attachments.messageId,
      fileId: attachments.fileId,
      name: attachments.name,
      mediaType: files.mediaType,
      sizeBytes: files.sizeBytes,
    })
    .from(attachments)
    .innerJoin(files, eq(files.id, attachments.fileId))
    .where(inArray(attachments.messageId, messageIds))
    .orderBy(asc(attachments.id));
}

/** As it stands after a verb, which has let the actor through; a merged one leads to its survivor. */
export async function loadTicketView(ctx: TxCtx, id: string): Promise<TicketView> {
  const ticket = await findTicket(ctx.tx, id);
  if (!ticket) throw new Refusal("not_found");
  return toTicketView(ctx, ticket);
}

/** Whether the actor is the one who asked: then what they write is a reply. */
export async function isRequester(ctx: TxCtx, ticketId: string): Promise<boolean> {
  return isOf(ctx.actor, await findTicket(ctx.tx, ticketId));
}

const isOf = (actor: Actor, ticket: Ticket | undefined) => ticket?.requesterId === getActorId(actor);

/** Asked before the files of a message are kept, of whoever writes it: who asked, or the team. */
export async function assertCanWriteInto(ctx: ReadCtx, { id }: { id: string }): Promise<void> {
  const asks = isOf(ctx.actor, await findTicket(ctx.read, id));
  await (asks ? assertCanReply(ctx, id) : assertCanAnswer(ctx, id));
}

/** Who asks, when it is not the one who writes, and about what. */
export type Question = { requesterId?: string | undefined; about?: About | null | undefined };

/** The same for a ticket that is to be opened. */
export async function assertCanOpenTicket(ctx: ReadCtx, { body }: { body: Question }): Promise<void> {
  const ownerId = body.requesterId ?? getActorId(ctx.actor);
  authorize(ctx, "ticket.open", { ownerId });
  if (body.about) await assertCanReference(ctx.read, ownerId, body.about);
}
