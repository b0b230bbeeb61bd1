import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tickets, ticketMessages } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createId } from "../kernel/ids.ts";
import { renderMessage } from "../kernel/message-html.ts";
import { getMessageFacts } from "../mail/get-message-facts.ts";
import { addNote } from "./add-note.ts";
import { answerTicket } from "./answer-ticket.ts";
import { type Entry, getConversation } from "./get-conversation.ts";
import { BodyInput } from "./inputs.ts";
import { openTicket } from "./open-ticket.ts";
import { replyToTicket } from "./reply-to-ticket.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const messagesOf = (entries: Entry[] = []) => entries.flatMap((entry) => (entry.type === "message" ? [entry] : []));

test("the question, the reply, the answer and the note are shown word by word and line by line, and mailed the same", async () => {
  const student = await school.person("student");
  const desk = await school.person("support");
  const typed = (who: string) =>
    BodyInput.parse(`\r\n    ${who}: <Bookbinding for beginners>\r\nsecond  line\n\n    four blanks\n`);
  const { ticket, messageId } = await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Lines", body: typed("question") }),
  );
  await school.as(student)((ctx) => replyToTicket(ctx, { ticketId: ticket.id, body: typed("reply") }));
  await school.as(desk)((ctx) => answerTicket(ctx, { ticketId: ticket.id, body: typed("answer"), then: "wait" }));
  await school.as(desk)((ctx) => addNote(ctx, { ticketId: ticket.id, body: typed("note") }));

  const seen = await getConversation(school.reading(desk), ticket.code, { as: "team" });
  const messages = messagesOf(seen?.entries);
  expect(messages).toHaveLength(4);
  for (const [n, who] of ["question", "reply", "answer", "note"].entries()) {
    expect(messages[n]?.body).toBe(`    ${who}: <Bookbinding for beginners>\nsecond  line\n\n    four blanks`);
    expect(messages[n]?.html).toBe(
      `    ${who}: &lt;Bookbinding for beginners&gt;<br>second  line<br><br>    four blanks`,
    );
  }
  const mailed = await getMessageFacts(school.database.read, messageId);
  expect(renderMessage(mailed?.body ?? "")).toBe(messages[0]?.html);
});

test("a page of a conversation is no longer than a person reads, and what came before is a link away", async () => {
  const student = await school.person("student");
  const long = (n: number) => `${n} ${"http://a ".repeat(600)}`;
  const { ticket } = await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Long", body: long(0) }),
  );
  const at = (n: number) => new Date(school.clock().getTime() + n * 1_000);
  await school.database.write(async (tx) => {
    await tx.insert(ticketMessages).values(
      Array.from({ length: 100 }, (_, n) => ({
        ...{ id: createId("ticketMessage"), ticketId: ticket.id, kind: "public" as const, authorId: student.id },
        ...{ body: long(n + 1), createdAt: at(n + 1) },
      })),
    );
    await tx
      .update(tickets)
      .set({ updatedAt: at(101) })
      .where(eq(tickets.id, ticket.id));
  });
  const read: string[] = [];
  let before: string | null = null;
  for (let pages = 0; pages < 30; pages++) {
    const options = { as: "student" as const, ...(before ? { before } : {}) };
    const page = await getConversation(school.reading(student), ticket.code, options);
    const messages = messagesOf(page?.entries);
    expect(messages.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThanOrEqual(30_000);
    read.unshift(...messages.map(({ body }) => body.split(" ")[0] ?? ""));
    before = page?.earlier ?? null;
    if (!before) break;
  }
  expect(read).toEqual(Array.from({ length: 101 }, (_, n) => String(n)));
});
