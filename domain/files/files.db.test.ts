import { afterAll, beforeAll, expect, test } from "vitest";
import { courseStaff, materials } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { type Actor, visitor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { addNote } from "../tickets/add-note.ts";
import { getConversation } from "../tickets/get-conversation.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { addFile } from "./add-file.ts";
import { getFile } from "./get-file.ts";
import type { StoredFile } from "./store.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const stored = (name: string): StoredFile => ({ sha256: "a".repeat(64), name, mediaType: "text/plain", sizeBytes: 3 });
const mayRead = async (actor: Actor, id: string) => (await getFile(school.reading(actor), id)) !== undefined;

/** A ticket with a file in the question and one in a note. */
async function ticketWithFiles() {
  const student = await school.person("student");
  const desk = await school.person("support");
  const { ticket } = await school.as(student)((ctx) =>
    openTicket(ctx, {
      requesterId: student.id,
      subject: "Invoice",
      body: "See there.",
      files: [stored("invoice.txt")],
    }),
  );
  await school.as(desk)((ctx) => addNote(ctx, { ticketId: ticket.id, body: "Hm.", files: [stored("secret.txt")] }));
  const seen = await getConversation(school.reading(desk), ticket.code, { as: "team" });
  const ids = (seen?.entries ?? []).flatMap((entry) => (entry.type === "message" ? entry.attachments : []));
  const idOf = (name: string) => ids.find((each) => each.name === name)?.fileId ?? "missing";
  return { student, desk, question: idOf("invoice.txt"), note: idOf("secret.txt") };
}

test("an attachment is the student's whose ticket it is, and the desk's; to others it does not exist", async () => {
  const { student, desk, question } = await ticketWithFiles();
  expect(await mayRead(student, question)).toBe(true);
  expect(await mayRead(desk, question)).toBe(true);
  const others: Actor[] = [visitor, await school.person("student"), await school.person("finance")];
  for (const actor of others) expect(await mayRead(actor, question)).toBe(false);
});

test("what goes with a note is hidden from the student like the note", async () => {
  const { student, desk, note } = await ticketWithFiles();
  expect(await mayRead(desk, note)).toBe(true);
  expect(await mayRead(student, note)).toBe(false);
});

test("a material's file opens to those who may open its course", async () => {
  const { id: cohortId, courseId } = await school.cohort();
  const fileId = await school.asSystem((ctx) => addFile(ctx, stored("week-1.txt")));
  const at = { createdAt: school.clock(), updatedAt: school.clock() };
  await school.database.write((tx) =>
    tx.insert(materials).values({ id: createId("material"), courseId, kind: "file", title: "Week 1", fileId, ...at }),
  );
  const student = await school.person("student");
  const teacher = await school.person("instructor");
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId, userId: teacher.id }));
  expect(await mayRead(student, fileId)).toBe(false);
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  expect(await mayRead(student, fileId)).toBe(true);
  expect(await mayRead(teacher, fileId)).toBe(true);
  expect(await mayRead(await school.person("instructor"), fileId)).toBe(false);
});

test("a public file is for everyone, one that belongs to nothing for no one", async () => {
  const logo = await school.asSystem((ctx) => addFile(ctx, stored("logo.txt"), { isPublic: true }));
  const stray = await school.asSystem((ctx) => addFile(ctx, stored("stray.txt")));
  expect(await mayRead(visitor, logo)).toBe(true);
  expect(await mayRead(await school.person("owner"), stray)).toBe(false);
  expect(await getFile(school.reading(visitor), "not an id")).toBeUndefined();
});
