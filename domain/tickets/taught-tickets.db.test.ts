import { afterAll, beforeAll, expect, test } from "vitest";
import { courseStaff } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import type { Actor } from "../kernel/actor.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { addNote } from "./add-note.ts";
import { answerTicket } from "./answer-ticket.ts";
import { closeTicket } from "./close-ticket.ts";
import { getConversation } from "./get-conversation.ts";
import { getTaughtConversation } from "./get-taught-conversation.ts";
import { openTicket } from "./open-ticket.ts";

let school: TestSchool;
let teacher: Actor & { type: "user" };
let desk: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  [teacher, desk] = [await school.person("instructor"), await school.person("support")];
});
afterAll(() => school.drop());

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

const allow = async (teachersAnswerTickets: boolean) => {
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => changeSettings(ctx, { teachersAnswerTickets }));
};

/** A student in a course of the teacher's, who asks about something. */
async function ask(about: "course" | "enrolment" | "order" | "nothing") {
  const cohort = await school.cohort();
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id }));
  const student = await school.person("student");
  const choice = { cohortId: cohort.id, studentId: student.id };
  const { enrolment, order } = await school.as(student)((ctx) => enrolStudent(ctx, choice));
  const ids = { course: cohort.courseId, enrolment: enrolment.id, order: order.id };
  const subject = { requesterId: student.id, subject: "Which paper?", body: "Laid or wove?" };
  const { ticket } = await school.as(student)((ctx) =>
    openTicket(ctx, { ...subject, ...(about === "nothing" ? {} : { about: { type: about, id: ids[about] } }) }),
  );
  return { ticket, student };
}

const answer = (actor: Actor, ticketId: string) =>
  school.as(actor)((ctx) => answerTicket(ctx, { ticketId, body: "Laid.", then: "wait" }));
const see = (actor: Actor, code: string) => getTaughtConversation(school.reading(actor), code);

test("teachers neither see nor answer tickets until the school lets them", async () => {
  const { ticket } = await ask("course");
  expect(await see(teacher, ticket.code)).toBeUndefined();
  await expect(answer(teacher, ticket.id)).rejects.toEqual(refusal("not_found"));
});

test("then they answer those about their course or a place in it, and no others", async () => {
  await allow(true);
  for (const about of ["course", "enrolment"] as const) {
    const { ticket } = await ask(about);
    expect((await see(teacher, ticket.code))?.entries).toMatchObject([{ body: "Laid or wove?" }]);
    const { ticket: answered } = await answer(teacher, ticket.id);
    expect(answered).toMatchObject({ state: "waiting_on_student", assigneeId: null });
    const other = await school.person("instructor");
    expect(await see(other, ticket.code)).toBeUndefined();
    await expect(answer(other, ticket.id)).rejects.toEqual(refusal("not_found"));
  }
  for (const about of ["order", "nothing"] as const) {
    const { ticket } = await ask(about);
    expect(await see(teacher, ticket.code)).toBeUndefined();
    await expect(answer(teacher, ticket.id)).rejects.toEqual(refusal("not_found"));
  }
  await allow(false);
});

test("a teacher sees no note, no address and no order, and works on the ticket in no other way", async () => {
  await allow(true);
  const { ticket, student } = await ask("enrolment");
  const ticketId = ticket.id;
  await school.as(desk)((ctx) => addNote(ctx, { ticketId, body: "Has not paid yet." }));
  const shown = JSON.stringify(await see(teacher, ticket.code));
  expect(shown).not.toContain("Has not paid");
  expect(shown).not.toContain(student.email);
  expect(shown).not.toContain("orderCode");
  expect(await getConversation(school.reading(teacher), ticket.code, { as: "team" })).toBeUndefined();
  const others = [
    school.as(teacher)((ctx) => addNote(ctx, { ticketId, body: "x" })),
    school.as(teacher)((ctx) => closeTicket(ctx, { ticketId })),
  ];
  for (const each of others) await expect(each).rejects.toEqual(refusal("not_found"));
  await allow(false);
});

test("a student who was told of the address is let in by it as little as before", async () => {
  await allow(true);
  const { ticket, student } = await ask("course");
  expect(await see(student, ticket.code)).toBeUndefined();
  await allow(false);
});
