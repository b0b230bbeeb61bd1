"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, type Command } from "#app/_forms/action.ts";
import { storeUploads } from "#app/_forms/uploads.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { isId } from "#domain/kernel/ids.ts";
import { addNote } from "#domain/tickets/add-note.ts";
import { answerTicket } from "#domain/tickets/answer-ticket.ts";
import { assignTicket } from "#domain/tickets/assign-ticket.ts";
import { closeTicket } from "#domain/tickets/close-ticket.ts";
import { getTicketCode } from "#domain/tickets/find-ticket.ts";
import { BodyInput, PriorityInput, ReplyKindInput, TicketIdInput } from "#domain/tickets/inputs.ts";
import { assertCanAnswer } from "#domain/tickets/writing-rights.ts";
import { mergeTicket } from "#domain/tickets/merge-ticket.ts";
import { reopenTicket } from "#domain/tickets/reopen-ticket.ts";
import { resolveTicket } from "#domain/tickets/resolve-ticket.ts";
import { setTicketPriority } from "#domain/tickets/set-ticket-priority.ts";

/** Which ticket, and how the list stood beside it, to come back to. */
const TicketForm = z.object({
  ticketId: TicketIdInput,
  query: z
    .string()
    .max(1_000)
    .regex(/^(\?[^#\s]*)?$/)
    .catch(""),
});

/** Runs a verb on a ticket and shows the ticket again, under the code it is found by now. */
async function writeAndShowTicket(
  command: Command,
  { ticketId, query }: z.output<typeof TicketForm>,
  done: DoneKey,
  verb: (ctx: WriteCtx) => Promise<unknown>,
): Promise<never> {
  await command.write(verb);
  return redirectDone(`/admin/tickets/${await getTicketCode(command.read, ticketId)}${query}`, done);
}

const DONE_AFTER_REPLY = {
  wait: "ticket-answered",
  stay_open: "ticket-answered",
  resolve: "ticket-answered-resolved",
  note: "ticket-noted",
} as const;

/** Writes to the student or, when the button says so, a note for the team. */
export const answerAction = action(
  TicketForm.extend({ body: BodyInput, kind: ReplyKindInput.catch("wait") }),
  async (command, { body, kind, ...there }) => {
    const files = await storeUploads(command, (ctx) => assertCanAnswer(ctx, there.ticketId));
    const message = { ticketId: there.ticketId, body, files };
    await writeAndShowTicket(command, there, DONE_AFTER_REPLY[kind], (ctx) =>
      kind === "note" ? addNote(ctx, message) : answerTicket(ctx, { ...message, then: kind }),
    );
  },
);

const Assignee = z.union([z.literal(""), z.string().refine((text) => isId("user", text))]);

export const assignAction = action(
  TicketForm.extend({ assigneeId: Assignee }),
  async (command, { assigneeId, ...there }) => {
    const done = assigneeId === "" ? "ticket-unassigned" : "ticket-assigned";
    await writeAndShowTicket(command, there, done, (ctx) =>
      assignTicket(ctx, { ticketId: there.ticketId, assigneeId: assigneeId || null }),
    );
  },
);

export const prioritiseAction = action(
  TicketForm.extend({ priority: PriorityInput }),
  async (command, { priority, ...there }) => {
    await writeAndShowTicket(command, there, "ticket-prioritised", (ctx) =>
      setTicketPriority(ctx, { ticketId: there.ticketId, priority }),
    );
  },
);

export const resolveAction = action(TicketForm, async (command, there) => {
  await writeAndShowTicket(command, there, "ticket-resolved", (ctx) => resolveTicket(ctx, there));
});

export const closeAction = action(TicketForm, async (command, there) => {
  await writeAndShowTicket(command, there, "ticket-closed", (ctx) => closeTicket(ctx, { ticketId: there.ticketId }));
});

export const reopenAction = action(TicketForm, async (command, there) => {
  await writeAndShowTicket(command, there, "ticket-reopened", (ctx) => reopenTicket(ctx, there));
});

export const mergeAction = action(
  TicketForm.extend({ into: z.string().trim().max(12) }),
  async (command, { into, ...there }) => {
    await writeAndShowTicket(command, there, "ticket-merged", (ctx) =>
      mergeTicket(ctx, { ticketId: there.ticketId, into }),
    );
  },
);
