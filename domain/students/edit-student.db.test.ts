import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, users } from "#db/schema/index.ts";
import { acceptInvitation } from "../accounts/accept-invitation.ts";
import { findPerson } from "../accounts/find-person.ts";
import { requestCode } from "../accounts/request-code.ts";
import { resetPassword } from "../accounts/reset-password.ts";
import {
  type AccountsSchool,
  ALL_ENDED,
  DEVICE,
  openAccountsSchool,
  refusal,
  SCHOOL_SECRET,
  secretIn,
} from "../accounts/testing.ts";
import { getEditVersion } from "../kernel/edit-version.ts";
import { getStudent } from "../api/students.ts";
import { createStudent } from "./create-student.ts";
import { editStudent, STUDENT_PARTS } from "./edit-student.ts";
import { findPeople } from "./find-people.ts";
import { findStudent } from "./load-student.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(() => school.drop());

let made = 0;
async function called() {
  made += 1;
  const support = await school.person("support");
  const email = `called${made}@example.org`;
  const student = { name: "Ines Keller", email, welcome: true, language: "de", officeNote: "Pays late." };
  const { userId } = await school.as(support)((ctx) => createStudent(ctx, student));
  return { support, email, userId, edit: school.as(support) };
}

describe("the office corrects a student", () => {
  test("the name is found by at once, and the language, timezone and note are kept", async () => {
    const { support, userId, edit } = await called();
    await edit((ctx) =>
      editStudent(ctx, { userId, name: "Inés Kéller", timezone: "Asia/Tokyo", language: "fr", officeNote: null }),
    );
    const person = await findStudent(school.database.read, userId);
    expect(person).toMatchObject({ name: "Inés Kéller", timezone: "Asia/Tokyo", language: "fr", officeNote: null });
    expect(await findPeople(school.reading(support).read, "inés")).toEqual([userId]);
  });

  test("another address ends all that the old one opened, is not confirmed, and is told to nobody but its own", async () => {
    const { email, userId, edit } = await called();
    const welcome = secretIn(await school.latestMail(email));
    await school.asVisitor((ctx) => requestCode(ctx, { email, purpose: "reset", schoolSecret: SCHOOL_SECRET }));
    const reset = secretIn(await school.latestMail(email));
    const waysIn = await school.openWaysIn(userId);
    await school.database.write((tx) =>
      tx.update(users).set({ passwordHash: "a stranger's", verifiedAt: school.clock() }).where(eq(users.id, userId)),
    );
    const right = `right-${email}`;
    await edit((ctx) => editStudent(ctx, { userId, email: right, welcome: true }));
    expect(await waysIn()).toEqual(ALL_ENDED);
    const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
    expect(row).toMatchObject({ email: right, verifiedAt: null, passwordHash: null });
    const accept = school.asVisitor((ctx) =>
      acceptInvitation(ctx, { secret: welcome, name: "X", passwordHash: "theirs", device: DEVICE }),
    );
    await expect(accept).rejects.toEqual(refusal("wrong_code"));
    const setPassword = school.asVisitor((ctx) =>
      resetPassword(ctx, { secret: reset, passwordHash: "theirs", device: DEVICE }),
    );
    await expect(setPassword).rejects.toEqual(refusal("code_expired"));
    const told = await school.latestMail(email);
    expect(told).toMatchObject({ kind: "address_corrected" });
    expect(JSON.stringify(told)).not.toContain(right);
    expect(await school.latestMail(right)).toMatchObject({ kind: "student_welcome" });
  });

  test("an address that somebody has is refused beside its field, however it is written", async () => {
    const { support, email, userId, edit } = await called();
    const taken = edit((ctx) => editStudent(ctx, { userId, email: support.email }));
    await expect(taken).rejects.toMatchObject({
      code: "email_taken",
      detail: { fields: { email: expect.anything() } },
    });
    // The same as it is: nothing ends.
    await edit((ctx) => editStudent(ctx, { userId, email }));
    expect((await school.latestMail(email))?.kind).toBe("student_welcome");
  });

  test("nobody of the team is changed, not even by an owner or a command", async () => {
    const owner = await school.person("owner");
    const colleague = await school.person("instructor");
    for (const write of [school.as(owner), school.asSystem]) {
      const attempt = write((ctx) => editStudent(ctx, { userId: colleague.id, email: "taken-over@example.org" }));
      await expect(attempt).rejects.toEqual(refusal("wrong_state"));
    }
  });

  test("students do not change themselves or others this way", async () => {
    const { userId } = await called();
    const student = await school.person("student");
    for (const id of [userId, student.id]) {
      const attempt = school.as(student)((ctx) => editStudent(ctx, { userId: id, name: "Mine" }));
      await expect(attempt).rejects.toEqual(refusal("forbidden"));
    }
  });

  test("what a colleague saved meanwhile is not put back by a form that was open for long", async () => {
    const { userId, edit } = await called();
    const shown = await findStudent(school.database.read, userId);
    const seen = getEditVersion({ ...shown }, STUDENT_PARTS);
    await edit((ctx) => editStudent(ctx, { userId, officeNote: "Has paid." }));
    const late = edit((ctx) => editStudent(ctx, { userId, officeNote: "Pays late.", seen }));
    await expect(late).rejects.toEqual(refusal("wrong_state"));
  });
});

test("a note for the office is read by the office, and by neither the student nor the audit log", async () => {
  const { support, userId, edit } = await called();
  await edit((ctx) => editStudent(ctx, { userId, officeNote: "Owes us a key." }));
  const mine = await getStudent(school.reading({ type: "user", id: userId, roles: ["student"] }), userId);
  expect(JSON.stringify(mine)).not.toContain("a key");
  expect(mine).not.toHaveProperty("officeNote");
  expect(await getStudent(school.reading(support), userId)).toMatchObject({ officeNote: "Owes us a key." });
  const log = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, userId));
  expect(log.map(({ action }) => action)).toContain("student.edit");
  expect(JSON.stringify(log)).not.toMatch(/a key|Pays late/);
  expect(await findPerson(school.reading(support), { id: userId })).not.toHaveProperty("officeNote");
});
