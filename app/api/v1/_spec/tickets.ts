import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { createLineInput } from "#domain/kernel/clean-text.ts";
import { FILES_BYTES_MAX, Id, Nothing, pageOf, Paging, Upload, Reason } from "#domain/api/parts.ts";
import { ATTACHMENTS_MAX } from "#domain/files/limits.ts";
import { Message, Ticket } from "#domain/api/shapes.ts";
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from "#domain/tickets/machine.ts";

const subject = "Tickets";

const Text = z
  .string()
  .trim()
  .min(1)
  .max(BODY_CHARACTERS_MAX)
  .meta({ description: "Plain text, shown line by line as it was sent." });

const Attachments = z
  .array(Upload)
  .max(ATTACHMENTS_MAX)
  .default([])
  .meta({ description: "Pictures, PDFs, texts, tables and office documents; 10 MB together." });

/** What every operation shares that takes files. */
const WITH_FILES = { bodyBytesMax: FILES_BYTES_MAX } as const;

export const listTickets = operation({
  id: "listTickets",
  method: "GET",
  path: "/tickets",
  subject,
  summary: "List tickets",
  detail: "All of them for those who answer tickets; one's own for the others.",
  needs: "ticket.read",
  query: z.strictObject({
    ...Paging,
    state: Ticket.shape.state.optional(),
    requesterId: Id("usr").optional(),
    assigneeId: Id("usr").optional(),
  }),
  status: 200,
  answer: pageOf(Ticket),
});

export const openTicket = operation({
  id: "openTicket",
  method: "POST",
  path: "/tickets",
  subject,
  summary: "Open a ticket",
  detail: "Without `requesterId` it is the token's own person who asks.",
  needs: "ticket.open",
  body: z.strictObject({
    subject: createLineInput(SUBJECT_CHARACTERS_MAX).min(1),
    body: Text,
    about: Ticket.shape.about.optional(),
    requesterId: Id("usr").optional(),
    attachments: Attachments,
  }),
  ...WITH_FILES,
  status: 201,
  answer: Ticket,
  refusals: ["file_too_large", "file_type_refused"],
});

export const readTicket = operation({
  id: "readTicket",
  method: "GET",
  path: "/tickets/{id}",
  subject,
  summary: "Read a ticket",
  needs: "ticket.read",
  status: 200,
  answer: Ticket,
});

export const listMessages = operation({
  id: "listMessages",
  method: "GET",
  path: "/tickets/{id}/messages",
  subject,
  summary: "List the messages of a ticket, the oldest first",
  detail: "Notes are shown to those who answer tickets alone.",
  needs: "ticket.read",
  query: z.strictObject({
    limit: Paging.limit,
    after: Id("msg").optional().meta({ description: "The id of the last message seen." }),
  }),
  status: 200,
  answer: z.strictObject({ items: z.array(Message) }),
});

export const writeMessage = operation({
  id: "writeMessage",
  method: "POST",
  path: "/tickets/{id}/messages",
  subject,
  summary: "Write into a ticket",
  detail:
    "The person who asked replies; anybody else answers for the school, and `then` says how the ticket stands after it.",
  needs: "ticket.answer",
  body: z.strictObject({
    body: Text,
    then: z.enum(["wait", "stay_open", "resolve"]).default("wait"),
    attachments: Attachments,
  }),
  ...WITH_FILES,
  status: 201,
  answer: Ticket,
  refusals: ["ticket_closed", "file_too_large", "file_type_refused"],
});

export const addNote = operation({
  id: "addNote",
  method: "POST",
  path: "/tickets/{id}/notes",
  subject,
  summary: "Write a note that only the team sees",
  needs: "ticket.note",
  body: z.strictObject({ body: Text, attachments: Attachments }),
  ...WITH_FILES,
  status: 201,
  answer: Ticket,
  refusals: ["file_too_large", "file_type_refused"],
});

export const assignTicket = operation({
  id: "assignTicket",
  method: "POST",
  path: "/tickets/{id}/assign",
  subject,
  summary: "Give a ticket to somebody, or to nobody",
  needs: "ticket.assign",
  body: z.strictObject({ assigneeId: Id("usr").nullable() }),
  status: 200,
  answer: Ticket,
});

export const setPriority = operation({
  id: "setPriority",
  method: "POST",
  path: "/tickets/{id}/priority",
  subject,
  summary: "Say how much a ticket presses",
  needs: "ticket.prioritise",
  body: z.strictObject({ priority: Ticket.shape.priority.unwrap() }),
  status: 200,
  answer: Ticket,
});

export const resolveTicket = operation({
  id: "resolveTicket",
  method: "POST",
  path: "/tickets/{id}/resolve",
  subject,
  summary: "Mark a ticket as resolved",
  detail: "By the team or by the student. A reply within the grace period opens it again.",
  needs: "ticket.resolve",
  body: Nothing,
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
});

export const reopenTicket = operation({
  id: "reopenTicket",
  method: "POST",
  path: "/tickets/{id}/reopen",
  subject,
  summary: "Open again what was resolved or closed",
  needs: "ticket.reopen",
  body: Nothing,
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
});

export const closeTicket = operation({
  id: "closeTicket",
  method: "POST",
  path: "/tickets/{id}/close",
  subject,
  summary: "Close a ticket",
  detail: "The student cannot reply any more, only open a new one.",
  needs: "ticket.close",
  body: Reason,
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
});

export const mergeTicket = operation({
  id: "mergeTicket",
  method: "POST",
  path: "/tickets/{id}/merge",
  subject,
  summary: "Join a ticket to another of the same student",
  detail: "Answers with the ticket that goes on.",
  needs: "ticket.merge",
  body: z.strictObject({
    into: z.string().trim().min(1).max(60).meta({ description: "The code of the ticket that goes on." }),
  }),
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
});

export const ticketOperations = [
  listTickets,
  openTicket,
  readTicket,
  listMessages,
  writeMessage,
  addNote,
  assignTicket,
  setPriority,
  resolveTicket,
  reopenTicket,
  closeTicket,
  mergeTicket,
];
