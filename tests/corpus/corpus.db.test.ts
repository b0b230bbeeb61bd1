import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { users } from "#db/schema/index.ts";
import { changeProfile } from "#domain/accounts/change-profile.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { insertPerson } from "#domain/accounts/insert-person.ts";
import { studentPages } from "#domain/api/students.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import { streamCourses, listCourses } from "#domain/courses/list-courses.ts";
import { publishCourse } from "#domain/courses/publish-course.ts";
import { CourseFields } from "#domain/courses/inputs.ts";
import { searchCourses } from "#domain/courses/search-courses.ts";
import { setCourseStaff } from "#domain/courses/set-course-staff.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import { streamEnrolments } from "#domain/enrolments/list-enrolments.ts";
import { createSystemActor, visitor } from "#domain/kernel/actor.ts";
import { toSortKey } from "#domain/kernel/sort-key.ts";
import { findPeople } from "#domain/students/find-people.ts";
import { streamPeople, listPeople } from "#domain/students/list-people.ts";
import { getConversation } from "#domain/tickets/get-conversation.ts";
import { BodyInput, SubjectInput } from "#domain/tickets/inputs.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";
import { listTickets } from "#domain/tickets/list-tickets.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { ADDRESSES, NAMES, NAUGHTY_STRINGS, SORTED_NAMES } from "./index.ts";

let school: TestSchool;
let office: Awaited<ReturnType<TestSchool["person"]>>;
let student: Awaited<ReturnType<TestSchool["person"]>>;
const named = new Map<string, string>();

beforeAll(async () => {
  school = await openTestSchool();
  office = await school.person("owner");
  student = await school.person("student");
  for (const [n, { typed }] of NAMES.entries()) {
    const person = { name: PersonNameInput.parse(typed), email: `corpus${n}@example.net`, verifiedAt: null };
    named.set(typed, await school.asSystem(asStep((ctx) => insertPerson(ctx, person))));
  }
});
afterAll(() => school.drop());

const asOffice = () => school.reading(office);

test("every name is read back as it was typed, and its person is found by each way to write it", async () => {
  for (const { typed, kept = typed, foundBy } of NAMES) {
    const id = named.get(typed) as string;
    expect((await findPerson(asOffice(), { id }))?.name).toBe(kept);
    for (const q of [...foundBy, kept.slice(0, 150)]) {
      expect([q, (await findPeople(school.database.read, q)).includes(id)]).toEqual([q, true]);
      const { items } = await listPeople(asOffice(), { q }, { sort: "created", direction: "asc", page: 1 });
      expect([q, items.some((person) => person.id === id)]).toEqual([q, true]);
    }
  }
});

test("a changed name is found, and the one before is not", async () => {
  const { id } = await school.person("student");
  const rename = (name: string) =>
    school.as({ type: "user", id, roles: ["student"] })((ctx) =>
      changeProfile(ctx, { userId: id, name, timezone: "UTC" }),
    );
  await rename("Björk Guðmundsdóttir");
  expect(await findPeople(school.database.read, "bjork")).toEqual([id]);
  await rename("Vigdís Finnbogadóttir");
  expect(await findPeople(school.database.read, "bjork")).toEqual([]);
  expect(await findPeople(school.database.read, "VIGDIS")).toEqual([id]);
});

test("people come in the order of a class list, on pages and in exports, forwards and backwards", async () => {
  const ids: string[] = [];
  const mixed = [...SORTED_NAMES].sort((a, b) => (a.length === b.length ? (a < b ? 1 : -1) : a.length - b.length));
  for (const [n, name] of mixed.entries()) {
    ids.push(
      await school.asSystem(
        asStep((ctx) => insertPerson(ctx, { name, email: `sorted${n}@example.net`, verifiedAt: null })),
      ),
    );
  }
  const exported = async (direction: "asc" | "desc") => {
    const found: string[] = [];
    for await (const batch of streamPeople(asOffice(), {}, { sort: "name", direction })) {
      found.push(...batch.filter(({ id }) => ids.includes(id)).map(({ name }) => name));
    }
    return found;
  };
  expect(await exported("asc")).toEqual(SORTED_NAMES);
  expect(await exported("desc")).toEqual([...SORTED_NAMES].reverse());
  const pages: string[] = [];
  for (let page = 1; page <= 20; page++) {
    const { items } = await listPeople(asOffice(), {}, { sort: "name", direction: "asc", page });
    pages.push(...items.filter(({ id }) => ids.includes(id)).map(({ name }) => name));
  }
  expect(pages).toEqual(SORTED_NAMES);
  const keys = await school.database.read
    .select({ name: users.name, key: users.sortKey })
    .from(users)
    .where(inArray(users.id, ids));
  for (const { name, key } of keys) expect(key).toBe(toSortKey(name));
});

test("two people of one name stand in the order of their ids", async () => {
  const { id: cohortId } = await school.cohort();
  const twins: string[] = [];
  for (const n of [1, 2, 3]) {
    const id = await school.asSystem(
      asStep((ctx) => insertPerson(ctx, { name: "Zoë Zwilling", email: `twin${n}@example.net`, verifiedAt: null })),
    );
    await school.as(office)((ctx) => addEnrolment(ctx, { cohortId, studentId: id, why: "A test." }));
    twins.push(id);
  }
  const { items } = await listPeople(asOffice(), { q: "zwilling zoe" }, { sort: "name", direction: "asc", page: 1 });
  expect(items.map(({ id }) => id)).toEqual(twins);
  const rows: string[] = [];
  for await (const batch of streamEnrolments(asOffice(), { cohortId }, { sort: "student", direction: "asc" })) {
    rows.push(...batch.map(({ studentId }) => studentId));
  }
  expect(rows).toEqual(twins);
});

test("an address is one account however it is typed, and is found in every form", async () => {
  for (const [n, { typed, stored }] of ADDRESSES.entries()) {
    const name = `Owner ${n}`;
    const id = await school.asSystem(
      asStep((ctx) => insertPerson(ctx, { name, email: EmailInput.parse(typed[0]), verifiedAt: null })),
    );
    for (const each of typed) {
      const again = school.asSystem(
        asStep((ctx) => insertPerson(ctx, { name, email: EmailInput.parse(each), verifiedAt: null })),
      );
      await expect(again).rejects.toThrow();
      expect([each, (await findPerson(asOffice(), { email: each }))?.id]).toEqual([each, id]);
      expect([each, await findPeople(school.database.read, each)]).toEqual([each, [id]]);
    }
    const [row] = await school.database.read.select({ email: users.email }).from(users).where(eq(users.id, id));
    expect(row?.email).toBe(stored);
  }
});

test("the API finds students by name and by address, in any script and any form", async () => {
  const { id: cohortId } = await school.cohort();
  const anna = await school.asSystem(
    asStep((ctx) =>
      insertPerson(ctx, { name: "한지민 Müller", email: EmailInput.parse("jimin@пример.рф"), verifiedAt: null }),
    ),
  );
  await school.as(office)((ctx) => addEnrolment(ctx, { cohortId, studentId: anna, why: "A test." }));
  const ids = async (filter: { q?: string; email?: string }) =>
    (await studentPages.after(asOffice(), { limit: 100, ...filter })).items.map(({ id }) => id);
  for (const q of ["지민", "MULLER 한지민", "muller\u00a0지민", "пример"])
    expect([q, await ids({ q })]).toEqual([q, [anna]]);
  for (const email of ["JIMIN@ПРИМЕР.РФ", "jimin@xn--e1afmkfd.xn--p1ai"]) expect(await ids({ email })).toEqual([anna]);
  expect(await ids({ email: "no address" })).toEqual([]);
});

test("a ticket is found by its subject, its code and its requester, mixed", async () => {
  const found = async (q: string) =>
    (await listTickets(asOffice(), { state: "all", assignee: "anyone", sort: "newest", page: 1, q })).rows.map(
      ({ code }) => code,
    );
  const requesterId = named.get("Jürgen Müller") as string;
  const subject = "Rückerstattung für „Töpfern“ – 한지민";
  const { ticket } = await school.as(office)((ctx) => openTicket(ctx, { requesterId, subject, body: "Please." }));
  for (const q of [
    "Rückerstattung",
    "RUCKERSTATTUNG",
    "한지민",
    '"töpfern"',
    "müller rückerstattung",
    ticket.code.toLowerCase(),
  ]) {
    expect([q, await found(q)]).toEqual([q, [ticket.code]]);
  }
  for (const q of ["%", "_____", "rück%erstattung", "\\"])
    expect([q, (await found(q)).includes(ticket.code)]).toEqual([q, false]);
});

test("naughty strings are stored, read back, and found as subjects of tickets", async () => {
  for (const each of NAUGHTY_STRINGS.filter((_, n) => n % 4 === 0)) {
    const subject = SubjectInput.safeParse(each.slice(0, 150));
    const body = BodyInput.safeParse(each.slice(0, 15_000));
    if (!subject.success || !body.success) continue;
    const opened = await school.as(student)((ctx) =>
      openTicket(ctx, { requesterId: student.id, subject: subject.data, body: body.data }),
    );
    const conversation = await getConversation(asOffice(), opened.ticket.code, { as: "team" });
    expect(conversation?.subject).toBe(subject.data);
    const { rows } = await listTickets(asOffice(), {
      state: "all",
      assignee: "anyone",
      sort: "newest",
      page: 1,
      q: subject.data,
    });
    expect([subject.data, rows.some(({ id }) => id === opened.ticket.id)]).toEqual([subject.data, true]);
  }
});

test("courses are found and sorted by the same rule in the catalogue and in the office", async () => {
  const titles = SORTED_NAMES.filter((_, n) => n % 2 === 0).map((name) => `${name} kurs`);
  for (const title of [...titles].reverse()) {
    const input = CourseFields.parse({ title, summary: "S.", subject: "Zünfte" });
    const { id } = await school.as(office)((ctx) => createCourse(ctx, input));
    await school.as(office)((ctx) => publishCourse(ctx, { courseId: id }));
  }
  const shown: string[] = [];
  for (const page of [1, 2]) {
    const { items } = await searchCourses(school.reading(visitor), { q: "zunfte", sort: "title", page });
    shown.push(...items.map(({ title }) => title));
  }
  expect(shown).toEqual(titles);
  const listed = await listCourses(asOffice(), { q: "ZÜNFTE" }, { sort: "title", direction: "asc", page: 1 });
  expect(listed.items.map(({ title }) => title)).toEqual(titles.slice(0, listed.pageSize));
  for (const sort of ["title", "subject"] as const) {
    const exported: string[] = [];
    for await (const batch of streamCourses(asOffice(), { subject: "Zünfte" }, { sort, direction: "asc" })) {
      exported.push(...batch.map(({ title }) => title));
    }
    expect(exported).toEqual(titles);
  }
  for (const title of titles) {
    const { items } = await searchCourses(school.reading(createSystemActor("test")), { q: title });
    expect([title, items[0]?.title]).toEqual([title, title]);
  }
});

test("a course is found by its teacher's new name, and no longer by the one before", async () => {
  const teacher = await school.person("instructor");
  const input = CourseFields.parse({ title: "Umbenannt", summary: "S." });
  const { id: courseId } = await school.as(office)((ctx) => createCourse(ctx, input));
  await school.as(office)((ctx) => setCourseStaff(ctx, { courseId, staff: [{ userId: teacher.id, about: "" }] }));
  await school.as(office)((ctx) => publishCourse(ctx, { courseId }));
  const titles = async (q: string) =>
    (await searchCourses(school.reading(visitor), { q })).items.map(({ title }) => title);
  const rename = (name: string) =>
    school.as(teacher)((ctx) => changeProfile(ctx, { userId: teacher.id, name, timezone: "UTC" }));
  await rename("Ágnes Krausz");
  expect(await titles("agnes krausz")).toEqual(["Umbenannt"]);
  await rename("Ágnes Börzsönyi");
  expect([await titles("krausz"), await titles("BORZSONYI")]).toEqual([[], ["Umbenannt"]]);
});

test("a title of as many emoji as it may have letters is taken and stored, and one more is refused", async () => {
  const input = { title: "🦊".repeat(300), summary: "S." };
  const { id } = await school.as(office)((ctx) => createCourse(ctx, CourseFields.parse(input)));
  expect(id).toMatch(/^crs_/);
  expect(CourseFields.safeParse({ ...input, title: "🦊".repeat(301) }).success).toBe(false);
});
