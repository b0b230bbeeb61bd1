import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { users } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { buildPersonKeys } from "../accounts/build-person-keys.ts";
import { createId } from "../kernel/ids.ts";
import { findPeople } from "./find-people.ts";
import { streamPeople, listPeople, type PersonRow } from "./list-people.ts";
import { getPerson } from "./get-person.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const NEWEST = { sort: "created", direction: "desc", page: 1 } as const;

async function office() {
  const admin = await school.person("admin");
  return { admin, read: school.reading(admin) };
}

async function named(name: string) {
  const person = await school.person("student");
  await school.database.write((tx) =>
    tx
      .update(users)
      .set({ name, ...buildPersonKeys({ name, email: person.email }) })
      .where(eq(users.id, person.id)),
  );
  return person;
}

test("finds people by parts of their name and address, whatever the case, and takes % and _ for themselves", async () => {
  const mara = await named("Mara Keller");
  const tomas = await named("Tomáš Beneš");
  const { read } = await school.reading(mara);
  expect(await findPeople(read, "kell MAR")).toEqual([mara.id]);
  expect(await findPeople(read, "Tomáš")).toEqual([tomas.id]);
  expect(await findPeople(read, mara.email.toUpperCase())).toEqual([mara.id]);
  expect(await findPeople(read, mara.id)).toEqual([mara.id]);
  expect(await findPeople(read, "%")).toEqual([]);
  expect(await findPeople(read, "_____")).toEqual([]);
});

test("narrows by status and by whether somebody is in the team, and counts live enrolments", async () => {
  const { admin, read } = await office();
  const cohort = await school.cohort();
  const student = await school.person("student");
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId: student.id, why: "a gift" }));
  const gone = await school.person("student");
  await school.as(admin)((ctx) => disableUser(ctx, { userId: gone.id }));
  const found = async (filters: Parameters<typeof listPeople>[1]) =>
    (await listPeople(read, filters, NEWEST)).items.map(({ id }) => id);
  expect(await found({ status: "disabled" })).toEqual([gone.id]);
  expect(await found({ status: "active" })).not.toContain(gone.id);
  expect(await found({ who: "team" })).toContain(admin.id);
  expect(await found({ who: "team" })).not.toContain(student.id);
  expect(await found({ who: "students" })).not.toContain(admin.id);
  expect((await listPeople(read, { q: student.email }, NEWEST)).items).toMatchObject([{ enrolments: 1 }]);
});

test.each([
  { sort: "name", direction: "asc" },
  { sort: "created", direction: "desc" },
] as const)("an export by $sort holds everybody once", async (view) => {
  const { read } = await office();
  const rows: PersonRow[] = [];
  for await (const batch of streamPeople(read, {}, view)) rows.push(...batch);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  const list = await listPeople(read, {}, { ...view, page: 1 });
  expect(rows.slice(0, list.items.length).map(({ id }) => id)).toEqual(list.items.map(({ id }) => id));
});

test("one person shows their sign-ins only to who may end them", async () => {
  const { admin, read } = await office();
  const cohort = await school.cohort();
  const student = await school.person("student");
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId: student.id, why: "a gift" }));
  expect(await getPerson(read, student.id)).toMatchObject({
    sessions: [],
    may: { disable: true, team: true },
  });
  expect(await getPerson(school.reading(await school.person("support")), student.id)).toMatchObject({
    sessions: undefined,
    may: { disable: false, team: false },
  });
});

test("an unknown person is nothing, and a student finds nobody", async () => {
  const { read } = await office();
  const student = await school.person("student");
  expect(await getPerson(read, createId("user"))).toBeUndefined();
  expect(await getPerson(school.reading(student), student.id)).toBeUndefined();
  await expect(listPeople(school.reading(student), {}, NEWEST)).rejects.toMatchObject({ code: "forbidden" });
});
