import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, outbox, tickets } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { sourceText } from "#messages/message.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { addNote } from "./add-note.ts";
import { answerTicket } from "./answer-ticket.ts";
import { assignTicket } from "./assign-ticket.ts";
import { closeTicket } from "./close-ticket.ts";
import { closeQuietTicket, listQuietTickets } from "./close-quiet-ticket.ts";
import { type Entry, getConversation } from "./get-conversation.ts";
import { GRACE_MS } from "./machine.ts";
import { mergeTicket } from "./merge-ticket.ts";
import { listMyTickets } from "./list-my-tickets.ts";
import { openTicket } from "./open-ticket.ts";
import { reopenTicket } from "./reopen-ticket.ts";
import { replyToTicket } from "./reply-to-ticket.ts";
import { resolveTicket } from "./resolve-ticket.ts";
import { setTicketPriority } from "./set-ticket-priority.ts";

type Person = Awaited<ReturnType<TestSchool["person"]>>;

let school: TestSchool;
let desk: Person;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("support");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** A student who has asked something. */
async function asked(subject = "Charged twice") {
  const student = await school.person("student");
  const { ticket, messageId } = await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject, body: "My bank shows it twice." }),
  );
  return { student, ticket, messageId };
}

const stateOf = async (id: string) => {
  const [row] = await school.database.read.select().from(tickets).where(eq(tickets.id, id));
  return row?.state;
};

const mailsAbout = (kind: "ticket_reply" | "ticket_received", messageId: string) =>
  school.database.read
    .select({ to: outbox.recipient, kind: outbox.kind })
    .from(outbox)
    .where(and(eq(outbox.kind, kind), inArray(outbox.dedupeKey, [messageId, `${messageId}:${desk.email}`])));

const bodies = (entries: Entry[] = []) => entries.flatMap((entry) => (entry.type === "message" ? [entry.body] : []));

test("a question gets a code to read aloud, is new, and the desk is told once", async () => {
  const { ticket, messageId } = await asked();
  expect(ticket.code).toMatch(/^T-[A-HJ-NP-Z2-9]{5}$/);
  expect(ticket.state).toBe("new");
  expect(await mailsAbout("ticket_received", messageId)).toEqual([{ to: desk.email, kind: "ticket_received" }]);
  const rows = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, ticket.id));
  expect(rows.map(({ action }) => action)).toEqual(["ticket.open"]);
});

test("an answer waits for the student, takes the ticket on, and is mailed to the student once", async () => {
  const { student, ticket } = await asked();
  const { ticket: answered, messageId } = await school.as(desk)((ctx) =>
    answerTicket(ctx, { ticketId: ticket.id, body: "Refunded.", then: "wait" }),
  );
  expect(answered).toMatchObject({ state: "waiting_on_student", assigneeId: desk.id });
  expect(await mailsAbout("ticket_reply", messageId)).toEqual([{ to: student.email, kind: "ticket_reply" }]);
  await school.as(student)((ctx) => replyToTicket(ctx, { ticketId: ticket.id, body: "Thank you." }));
  expect(await stateOf(ticket.id)).toBe("open");
});

test("a reply to what was solved opens it again within the grace period", async () => {
  const { student, ticket } = await asked();
  await school.as(desk)((ctx) => answerTicket(ctx, { ticketId: ticket.id, body: "Done.", then: "resolve" }));
  expect(await stateOf(ticket.id)).toBe("resolved");
  school.clock.forward(GRACE_MS - DAY_MS);
  await school.as(student)((ctx) => replyToTicket(ctx, { ticketId: ticket.id, body: "It is back." }));
  expect(await stateOf(ticket.id)).toBe("open");
});

test("after the grace period a reply is refused and nothing is added", async () => {
  const { student, ticket } = await asked();
  await school.as(desk)((ctx) => resolveTicket(ctx, { ticketId: ticket.id }));
  school.clock.forward(GRACE_MS + 1);
  const late = school.as(student)((ctx) => replyToTicket(ctx, { ticketId: ticket.id, body: "Too late." }));
  await expect(late).rejects.toEqual(refusal("ticket_closed"));
  const seen = await getConversation(school.reading(student), ticket.code, { as: "student" });
  expect(seen?.takesReplies).toBe(false);
  expect(bodies(seen?.entries)).toEqual(["My bank shows it twice."]);
});

test("what was solved and left alone is closed after the grace period, and what was taken up again is not", async () => {
  const { ticket: quiet } = await asked();
  const { ticket: busy } = await asked();
  for (const { id } of [quiet, busy]) await school.as(desk)((ctx) => resolveTicket(ctx, { ticketId: id }));
  school.clock.forward(GRACE_MS + 1);
  const due = await listQuietTickets(school.reading(createSystemActor("test")), 100);
  expect(due).toEqual(expect.arrayContaining([quiet.id, busy.id]));
  await school.as(desk)((ctx) => reopenTicket(ctx, { ticketId: busy.id }));
  for (const { id } of [quiet, busy]) await school.asSystem((ctx) => closeQuietTicket(ctx, { ticketId: id }));
  expect([await stateOf(quiet.id), await stateOf(busy.id)]).toEqual(["closed", "open"]);
  expect(await listQuietTickets(school.reading(createSystemActor("test")), 100)).not.toContain(quiet.id);
});

test("a closed ticket takes no reply and no answer until the team opens it again", async () => {
  const { student, ticket } = await asked();
  await school.as(desk)((ctx) => closeTicket(ctx, { ticketId: ticket.id }));
  const reply_ = () => school.as(student)((ctx) => replyToTicket(ctx, { ticketId: ticket.id, body: "Hello?" }));
  await expect(reply_()).rejects.toEqual(refusal("ticket_closed"));
  const answered = school.as(desk)((ctx) => answerTicket(ctx, { ticketId: ticket.id, body: "Hello.", then: "wait" }));
  await expect(answered).rejects.toEqual(refusal("ticket_closed"));
  await school.as(desk)((ctx) => reopenTicket(ctx, { ticketId: ticket.id }));
  await reply_();
  expect(await stateOf(ticket.id)).toBe("open");
});

test("a student may say that it is solved, and not work on it in any other way", async () => {
  const { student, ticket } = await asked();
  const input = { ticketId: ticket.id };
  const tries = [
    () => school.as(student)((ctx) => closeTicket(ctx, input)),
    () => school.as(student)((ctx) => reopenTicket(ctx, input)),
    () => school.as(student)((ctx) => addNote(ctx, { ...input, body: "a note" })),
    () => school.as(student)((ctx) => answerTicket(ctx, { ...input, body: "an answer", then: "wait" })),
    () => school.as(student)((ctx) => assignTicket(ctx, { ...input, assigneeId: desk.id })),
    () => school.as(student)((ctx) => setTicketPriority(ctx, { ...input, priority: "urgent" })),
  ];
  for (const attempt of tries) await expect(attempt()).rejects.toEqual(refusal("not_found"));
  await school.as(student)((ctx) => resolveTicket(ctx, input));
  expect(await stateOf(ticket.id)).toBe("resolved");
});

test("a student never sees a note, nor who was given the ticket", async () => {
  const { student, ticket } = await asked();
  await school.as(desk)((ctx) => addNote(ctx, { ticketId: ticket.id, body: "Second payment at the provider." }));
  await school.as(desk)((ctx) => assignTicket(ctx, { ticketId: ticket.id, assigneeId: desk.id }));
  await school.as(desk)((ctx) => setTicketPriority(ctx, { ticketId: ticket.id, priority: "high" }));
  const theirs = await getConversation(school.reading(student), ticket.code, { as: "student" });
  expect(theirs?.entries).toHaveLength(1);
  expect(bodies(theirs?.entries)).toEqual(["My bank shows it twice."]);
  const ours = await getConversation(school.reading(desk), ticket.code, { as: "team" });
  expect(bodies(ours?.entries)).toContain("Second payment at the provider.");
  const events = ours?.entries.flatMap((entry) => (entry.type === "event" ? [sourceText(entry.words)] : [])).join("\n");
  expect(events).toMatch(/Person \d+ took this on/);
  expect(events).toMatch(/set the priority to high/);
});

test("a note tells nobody", async () => {
  const { ticket } = await asked();
  const { messageId } = await school.as(desk)((ctx) => addNote(ctx, { ticketId: ticket.id, body: "Careful." }));
  expect(await mailsAbout("ticket_reply", messageId)).toEqual([]);
  expect(await mailsAbout("ticket_received", messageId)).toEqual([]);
});

test("somebody else's ticket is not found, exactly like one that does not exist", async () => {
  const { ticket } = await asked();
  const stranger = await school.person("student");
  const missing = `tkt_${"0".repeat(32)}`;
  for (const ticketId of [ticket.id, missing]) {
    const attempt = school.as(stranger)((ctx) => replyToTicket(ctx, { ticketId, body: "Hello" }));
    await expect(attempt).rejects.toEqual(refusal("not_found"));
  }
  expect(await getConversation(school.reading(stranger), ticket.code, { as: "student" })).toBeUndefined();
  expect(await getConversation(school.reading(stranger), ticket.code, { as: "team" })).toBeUndefined();
  expect((await listMyTickets(school.reading(stranger), stranger.id, 1)).total).toBe(0);
});

test("the desk does not see a student's page of a ticket, and money people see none at all", async () => {
  const { ticket } = await asked();
  const finance = await school.person("finance");
  expect(await getConversation(school.reading(desk), ticket.code, { as: "student" })).toBeUndefined();
  expect(await getConversation(school.reading(finance), ticket.code, { as: "team" })).toBeUndefined();
});

test("a student speaks of their own orders and places, and of courses that are published", async () => {
  const { id, courseId } = await school.cohort();
  const hidden = await school.cohort({}, { state: "draft" });
  const student = await school.person("student");
  const other = await school.person("student");
  const { order, enrolment } = await school.as(other)((ctx) =>
    enrolStudent(ctx, { cohortId: id, studentId: other.id }),
  );
  const ask = (who: Person, about: Parameters<typeof openTicket>[1]["about"]) =>
    school.as(who)((ctx) => openTicket(ctx, { requesterId: who.id, subject: "About", body: "this", about }));
  const refused = [
    { type: "order", id: order.id },
    { type: "enrolment", id: enrolment.id },
    { type: "course", id: hidden.courseId },
    { type: "payment", id: "pay_unknown" },
  ] as const;
  for (const about of refused) await expect(ask(student, about)).rejects.toEqual(refusal("not_found"));
  await ask(student, { type: "course", id: courseId });
  await ask(other, { type: "order", id: order.id });
  await ask(other, { type: "enrolment", id: enrolment.id });
  const labels = (await listMyTickets(school.reading(other), other.id, 1)).items.map(
    ({ about }) => about && sourceText(about.label),
  );
  expect(labels).toEqual(["Bookbinding", `order ${order.code}`]);
});

test("a merged ticket leads to the survivor, which holds both conversations and takes the replies", async () => {
  const { student, ticket: first } = await asked("First");
  const { ticket: second } = await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Second", body: "Again, the same." }),
  );
  await school.as(desk)((ctx) => mergeTicket(ctx, { ticketId: second.id, into: first.code.toLowerCase() }));
  const merged = await getConversation(school.reading(student), second.code, { as: "student" });
  expect(merged?.survivorCode).toBe(first.code);
  await school.as(student)((ctx) => replyToTicket(ctx, { ticketId: second.id, body: "One more thing." }));
  const survivor = await getConversation(school.reading(student), first.code, { as: "student" });
  expect(bodies(survivor?.entries).sort()).toEqual(["Again, the same.", "My bank shows it twice.", "One more thing."]);
  expect((await listMyTickets(school.reading(student), student.id, 1)).items.map(({ code }) => code)).toEqual([
    first.code,
  ]);
  expect(await listMyTickets(school.reading(student), student.id, 9_999)).toMatchObject({ page: 1, items: [{}] });

  const { ticket: third } = await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Third", body: "And this." }),
  );
  await school.as(desk)((ctx) => mergeTicket(ctx, { ticketId: first.id, into: third.code }));
  const chained = await getConversation(school.reading(student), second.code, { as: "student" });
  expect(chained?.survivorCode).toBe(third.code);
});

test("tickets of two students are never merged, nor a ticket into itself", async () => {
  const { ticket: hers } = await asked();
  const { ticket: his } = await asked();
  for (const into of [his.code, hers.code, "T-NONE2"]) {
    const attempt = school.as(desk)((ctx) => mergeTicket(ctx, { ticketId: hers.id, into }));
    await expect(attempt).rejects.toEqual(refusal("invalid_input"));
  }
  expect(await stateOf(hers.id)).toBe("new");
});

test("a ticket is given to somebody who answers tickets, and to nobody else", async () => {
  const { student, ticket } = await asked();
  const give = (assigneeId: string | null) =>
    school.as(desk)((ctx) => assignTicket(ctx, { ticketId: ticket.id, assigneeId }));
  await expect(give(student.id)).rejects.toEqual(refusal("invalid_input"));
  await give(desk.id);
  expect(await stateOf(ticket.id)).toBe("open");
  await give(null);
  const [row] = await school.database.read.select().from(tickets).where(eq(tickets.id, ticket.id));
  expect(row?.assigneeId).toBeNull();
});

test("what the team opens for a student is told to the student", async () => {
  const student = await school.person("student");
  const { ticket, messageId } = await school.as(desk)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Your call", body: "As we said on the phone." }),
  );
  expect(ticket).toMatchObject({ state: "open", assigneeId: desk.id });
  expect(await mailsAbout("ticket_reply", messageId)).toEqual([{ to: student.email, kind: "ticket_reply" }]);
  const [entry] = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, ticket.id));
  expect(entry).toMatchObject({ action: "ticket.open", actorId: desk.id, after: { requester: student.id } });
  const seen = await getConversation(school.reading(student), ticket.code, { as: "student" });
  expect(seen?.entries).toHaveLength(1);
});

test("only the desk opens a ticket for somebody else, and only about what is theirs", async () => {
  const student = await school.person("student");
  const letter = { requesterId: student.id, subject: "Your call", body: "As we said on the phone." };
  for (const role of ["student", "instructor", "finance"] as const) {
    const other = await school.person(role);
    await expect(school.as(other)((ctx) => openTicket(ctx, letter))).rejects.toEqual(refusal("not_found"));
  }
  const notTheirs = { type: "order", id: createId("order") } as const;
  await expect(school.as(desk)((ctx) => openTicket(ctx, { ...letter, about: notTheirs }))).rejects.toEqual(
    refusal("not_found"),
  );
  expect(await school.database.read.select().from(tickets).where(eq(tickets.requesterId, student.id))).toEqual([]);
});
