import { sql } from "drizzle-orm";
import { atMost, check, index, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { MESSAGE_KINDS, MESSAGE_VIA, TICKET_ABOUT, TICKET_PRIORITIES, TICKET_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { files } from "./courses.ts";

/** A conversation with the school, about something or about nothing in particular. */
export const tickets = table(
  "tickets",
  {
    id: text().primaryKey(),
    code: text().notNull(),
    requesterId: text()
      .notNull()
      .references(() => users.id),
    subject: text().notNull(),
    /** What the ticket is found by, and of what that was made: domain/tickets/build-ticket-keys.ts. */
    searchText: text().notNull().default(""),
    keysOf: text().notNull().default(""),
    state: text(TICKET_STATES).notNull(),
    priority: text(TICKET_PRIORITIES).notNull().default("normal"),
    assigneeId: text().references(() => users.id),
    aboutType: text(TICKET_ABOUT),
    aboutId: text(),
    mergedIntoId: text(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
    resolvedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("tickets_code").on(t.code),
    index("tickets_by_requester").on(t.requesterId, t.updatedAt),
    index("tickets_by_state").on(t.state, t.updatedAt, t.id),
    index("tickets_by_assignee").on(t.assigneeId, t.state, t.updatedAt),
    index("tickets_by_updated").on(t.updatedAt, t.id),
    index("tickets_by_created").on(t.createdAt, t.id),
    index("tickets_by_about").on(t.aboutType, t.aboutId, t.updatedAt, t.id).where(sql`about_id is not null`),
    index("tickets_stale_keys").on(t.id).where(sql`keys_of <> code || ' ' || subject`),
    oneOf("tickets_state", t.state, TICKET_STATES),
    oneOf("tickets_priority", t.priority, TICKET_PRIORITIES),
    oneOf("tickets_about", t.aboutType, TICKET_ABOUT),
    check("tickets_about_whole", sql`(${t.aboutType} is null) = (${t.aboutId} is null)`),
    atMost("tickets_subject_length", t.subject, 200),
  ],
);

/** Append-only. */
export const ticketMessages = table(
  "ticket_messages",
  {
    id: text().primaryKey(),
    ticketId: text()
      .notNull()
      .references(() => tickets.id),
    /** None for events that nobody wrote. */
    authorId: text().references(() => users.id),
    kind: text(MESSAGE_KINDS).notNull(),
    /** Markdown. */
    body: text().notNull(),
    via: text(MESSAGE_VIA).notNull().default("web"),
    mailId: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("ticket_messages_by_ticket").on(t.ticketId, t.createdAt, t.id),
    oneOf("ticket_messages_kind", t.kind, MESSAGE_KINDS),
    oneOf("ticket_messages_via", t.via, MESSAGE_VIA),
    atMost("ticket_messages_body_length", t.body, 20000),
  ],
);

export const attachments = table(
  "attachments",
  {
    id: text().primaryKey(),
    messageId: text()
      .notNull()
      .references(() => ticketMessages.id),
    fileId: text()
      .notNull()
      .references(() => files.id),
    name: text().notNull(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("attachments_by_message").on(t.messageId),
    index("attachments_by_file").on(t.fileId),
    atMost("attachments_name_length", t.name, 255),
  ],
);
