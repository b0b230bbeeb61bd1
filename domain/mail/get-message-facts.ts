import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { ticketMessages, tickets, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** What a mail says of a message in a ticket. */
export type MessageFacts = {
  studentName: string;
  /** None once their account is gone, and for what the school itself wrote. */
  authorName: string | null;
  code: string;
  subject: string;
  /** As it was written. */
  body: string;
  isResolved: boolean;
};

/** How much of a message goes into a mail; the rest is read where it stands. */
const BODY_CHARACTERS_MAX = 4_000;

export async function getMessageFacts(read: Reader, messageId: string): Promise<MessageFacts | undefined> {
  const student = alias(users, "student");
  const [row] = await read
    .select({
      studentName: student.name,
      authorName: users.name,
      code: tickets.code,
      subject: tickets.subject,
      body: ticketMessages.body,
      state: tickets.state,
    })
    .from(ticketMessages)
    .innerJoin(tickets, eq(tickets.id, ticketMessages.ticketId))
    .innerJoin(student, eq(student.id, tickets.requesterId))
    .leftJoin(users, eq(users.id, ticketMessages.authorId))
    .where(eq(ticketMessages.id, messageId));
  if (!row) return undefined;
  const { state, authorName, body, ...facts } = row;
  const shown = body.length > BODY_CHARACTERS_MAX ? `${body.slice(0, BODY_CHARACTERS_MAX).trimEnd()} …` : body;
  return { ...facts, body: shown, authorName, isResolved: state === "resolved" };
}
