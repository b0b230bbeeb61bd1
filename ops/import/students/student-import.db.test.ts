import { existsSync, readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { enrolments, grants, outbox, studentImportRows, studentImports, users } from "#db/schema/index.ts";
import { disableUser } from "#domain/checkout/disable-user.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { revokeEnrolment } from "#domain/checkout/revoke-enrolment.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { purgeRows } from "#domain/maintenance/purge-rows.ts";
import { editStudent } from "#domain/students/edit-student.ts";
import { getStudentImport, listImportsAtWork } from "#domain/students/get-student-import.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { startStudentImport } from "#domain/students/start-student-import.ts";
import { checkStudentImport } from "#domain/students/check-student-import.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { buildArchive } from "./build-archive.ts";
import { advanceStudentImport } from "./advance-student-import.ts";
import { openStudentFile } from "./open-student-file.ts";
import { openStudentImports, type StudentImports } from "./testing.ts";
import { uploadStudentFile } from "./upload-student-file.ts";

let imports: StudentImports;
let school: StudentImports["school"];
let load: StudentImports["load"];
let mark = 0;
beforeAll(async () => {
  imports = await openStudentImports();
  ({ school, load } = imports);
});
beforeEach(() => {
  mark += 1;
});
afterAll(() => school.drop());

const at = (name: string) => `${name}${mark}@example.org`;
const lines = (...rows: string[]) => `${rows.join("\n")}\n`;

const state = () => imports.state();

describe("a file of the school's own", () => {
  test("makes accounts without a mail, enrols, and a second run changes nothing", async () => {
    const cohort = await school.cohort();
    const file = lines(
      "email,name,language,timezone,note,course1",
      `${at("ada")},Ada Keller,de,Europe/Zurich,Pays by transfer,${cohort.id}`,
      `${at("ben")},Ben Roux,,,,`,
    );
    const first = await load(file);
    expect(first.rows).toEqual([
      expect.stringMatching(/^2 created: makes the account: enrols in /),
      "3 created: makes the account",
    ]);
    const ada = await imports.personOf(at("ada"));
    expect(ada).toMatchObject({ language: "de", timezone: "Europe/Zurich", officeNote: "Pays by transfer" });
    expect(ada).toMatchObject({ verifiedAt: null, passwordHash: null });
    const mailed = await school.database.read
      .select()
      .from(outbox)
      .where(eq(outbox.recipient, at("ada")));
    expect(mailed).toEqual([]);
    const before = await state();
    const again = await load(file);
    expect(again.rows).toEqual(["2 same", "3 same"]);
    expect(await state()).toEqual(before);
  });

  test("mails a link to those who get an account, when it is wanted, and to nobody else", async () => {
    await load(lines("email,name", `${at("old")},Old Student`));
    await load(lines("email,name", `${at("old")},New Name`, `${at("new")},New Student`), { welcome: true });
    const mails = await school.database.read.select({ to: outbox.recipient }).from(outbox);
    const to = mails.map((mail) => mail.to).filter((each) => each.includes(`${mark}@`));
    expect(to).toEqual([at("new")]);
  });

  test("a look at it changes nothing", async () => {
    const before = await state();
    const dry = await load(lines("email,name", `${at("ada")},Ada`), { isDry: true });
    expect(dry).toMatchObject({ state: "checked", counts: { created: 1 } });
    expect(await state()).toEqual(before);
  });

  test("an empty cell leaves what is there, and columns that are missing do, too", async () => {
    await load(lines("email,name,language,note", `${at("ada")},Ada,de,Careful`));
    await load(lines("email,name,language,note", `${at("ada")},,,`));
    await load(lines("email,timezone", `${at("ada")},Asia/Tokyo`));
    // Nor does a list that has somebody else alone say anything of her.
    await load(lines("email,name,suspended", `${at("ben")},Ben,no`));
    const ada = await imports.personOf(at("ada"));
    expect(ada).toMatchObject({
      name: "Ada",
      language: "de",
      officeNote: "Careful",
      timezone: "Asia/Tokyo",
      disabledAt: null,
    });
  });

  test("an address is the same account however its letters are written, and stands once in a file", async () => {
    await load(lines("email,name", `${at("ada")},Ada`));
    const file = lines(
      "E-Mail;Vorname;Nachname",
      ` ${at("ADA").toUpperCase()} ;Ada;Keller`,
      `Zoë <zoe${mark}@example.org>;Zoë;X`,
      `zoe${mark}@exämple.org;Zoë;X`,
      `ZOE${mark}@EXA\u0308MPLE.org;Zoe;Y`,
    );
    expect((await load(file)).rows).toEqual([
      "2 changed: changes the name to Ada Keller",
      expect.stringMatching(/^3 rejected: email: /),
      "4 created: makes the account",
      "5 rejected: the same person stands on line 4",
    ]);
  });

  test("nobody of the team is changed, and no row makes anybody more than a student", async () => {
    const colleague = await school.person("support");
    const file = lines(
      "email,name,role,disabled",
      `${colleague.email},Taken Over,,yes`,
      `${at("boss")},Boss,admin,`,
      `${at("ada")},Ada,Student,`,
    );
    const before = await state();
    expect((await load(file)).rows).toEqual([
      "2 rejected: this account is somebody’s of the team, and no file changes it",
      "3 rejected: a file can make somebody a student and nothing more, and this row says admin",
      "4 created: makes the account",
    ]);
    expect((await state()).people.filter(({ id }) => id === colleague.id)).toEqual(
      before.people.filter(({ id }) => id === colleague.id),
    );
  });

  test("names every fault of every row by its line, and takes the others", async () => {
    const file = lines(
      "email,name,language,timezone,course1",
      "nobody,Ada,Klingonisch,Mars/Base,NO-SUCH-COURSE",
      `${at("ben")},Ben,,`,
      `${at("cem")},Cem,,,,,too many`,
      `${at("dora")},"Dora,,,`,
      `${at("eva")},Eva,,,`,
      ",Without Address,,,",
      `${at("fay")},,,,`,
    );
    expect((await load(file)).rows).toEqual([
      expect.stringMatching(/^2 rejected: email: .*: Klingonisch is no language.*: Mars\/Base is no timezone/),
      expect.stringMatching(/^3 rejected: .*4.*5/),
      expect.stringMatching(/^4 rejected: .*7.*5/),
      expect.stringMatching(/^5 rejected: .*quot/i),
      "6 created: makes the account",
      expect.stringMatching(/^7 rejected: it says nothing of who it is/),
      "8 rejected: somebody new needs a name",
    ]);
  });

  test("a full cohort takes as many as it has seats, and the look says so before", async () => {
    const cohort = await school.cohort({ capacity: 2 });
    const rows = ["a", "b", "c"].map((name) => `${at(name)},${name.toUpperCase()},${cohort.id}`);
    const file = lines("email,name,course1", ...rows);
    const wanted = { created: 2, rejected: 1 };
    expect((await load(file, { isDry: true })).counts).toMatchObject(wanted);
    expect((await load(file)).counts).toMatchObject(wanted);
    expect(await imports.personOf(at("c"))).toBeUndefined();
  });

  test("a place that was bought is given back by a person, one that was given by the file", async () => {
    const cohort = await school.cohort();
    const buyer = await school.person("student");
    await school.as(buyer)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: buyer.id }));
    await load(lines("email,name,course1", `${at("ada")},Ada,${cohort.id}`));
    const file = lines(
      "email,course1,status1",
      `${buyer.email},${cohort.id},ended`,
      `${at("ada")},${cohort.id},suspended`,
    );
    const { rows } = await load(file);
    expect(rows[0]).toMatch(/^2 rejected: the place in .* was bought/);
    expect(rows[1]).toMatch(/^3 changed: suspends the place/);
    const ended = await load(lines("email,course1,status1", `${at("ada")},${cohort.id},ended`));
    expect(ended.rows[0]).toMatch(/^2 changed: cancels the place/);
  });

  test("a place that the office has revoked no list gives again, and the row says so", async () => {
    const cohort = await school.cohort();
    const file = lines("email,name,course1", `${at("ada")},Ada,${cohort.id}`);
    await load(file);
    const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.cohortId, cohort.id));
    const desk = await school.person("support");
    await school.as(desk)((ctx) => revokeEnrolment(ctx, { enrolmentId: place?.id ?? "", why: "broke the rules" }));
    const { rows } = await load(file, { source: `other${mark}` });
    expect(rows).toEqual([expect.stringMatching(/^2 rejected: the office has revoked the place/)]);
    const left = await school.database.read.select().from(enrolments).where(eq(enrolments.cohortId, cohort.id));
    expect(left.map(({ state }) => state)).toEqual(["revoked"]);
  });

  test("whom the school has shut out by hand no list enrols or lets in, and it says so", async () => {
    const cohort = await school.cohort();
    const source = `sis${mark}`;
    const row = (more: string) => lines("key,email,name,suspended,course1", `k${mark},${at("ada")},Ada,no,${more}`);
    await load(row(""), { source });
    const userId = (await imports.personOf(at("ada")))?.id ?? "";
    await school.asSystem((ctx) => disableUser(ctx, { userId }));
    expect((await load(row(""), { source })).rows).toEqual(["2 same"]);
    const { rows } = await load(row(cohort.id), { source });
    expect(rows).toEqual([expect.stringMatching(/^2 rejected: the account is disabled/)]);
  });

  test("what columns hold can be said by hand", async () => {
    const file = lines("Wer,Wohin,Anderes", `Ada Keller,${at("ada")},7`);
    expect((await load(file, { isDry: true })).rows).toEqual([expect.stringMatching(/^2 rejected: it says nothing/)]);
    await load(file, { mapping: ["name", "email", ""] });
    expect(await imports.personOf(at("ada"))).toMatchObject({ name: "Ada Keller" });
  });
});

describe("Moodle's file", () => {
  test("its numbered courses, days and states, its names and languages are taken, and its passwords never kept", async () => {
    const cohort = await school.cohort();
    const file = lines(
      "username,password,firstname,lastname,email,lang,timezone,course1,role1,enrolperiod1,enrolstatus1,cohort1",
      `ada${mark},hunter42,Ada,Keller,${at("ada")},de_ch,99,${cohort.id},student,30,0,Winter`,
      `ben${mark},hunter42,Ben,Roux,${at("ben")},en,,${cohort.id},5,,1,`,
      `cem${mark},hunter42,Cem,Ay,${at("cem")},en,,${cohort.id},editingteacher,,,`,
    );
    const { rows, importId } = await load(file, { source: `moodle${mark}` });
    expect(rows[0]).toMatch(/^2 created/);
    expect(rows[1]).toMatch(/^3 created/);
    expect(rows[2]).toMatch(/^4 rejected: a file can make somebody a student/);
    const ada = await imports.personOf(at("ada"));
    expect(ada).toMatchObject({ name: "Ada Keller", language: "de-CH", passwordHash: null });
    const [grant] = await school.database.read
      .select()
      .from(grants)
      .where(eq(grants.studentId, ada?.id ?? ""));
    expect(grant?.endsAt).not.toBeNull();
    const kept = await school.database.read
      .select()
      .from(studentImportRows)
      .where(eq(studentImportRows.importId, importId));
    expect(JSON.stringify(kept)).not.toContain("hunter42");
  });

  test("who is renamed, suspended or deleted there is so here, and nobody is lost", async () => {
    const source = `moodle${mark}`;
    const header = "username,firstname,lastname,email,suspended,deleted,oldusername";
    await load(lines(header, `ada${mark},Ada,Keller,${at("ada")},0,0,`, `ben${mark},Ben,Roux,${at("ben")},0,0,`), {
      source,
    });
    const ada = await imports.personOf(at("ada"));
    await load(lines(header, `ada.k${mark},Ada,Keller-Roux,${at("ada.k")},0,0,ada${mark}`, `ben${mark},,,,,1,`), {
      source,
    });
    expect(await imports.personOf(at("ada.k"))).toMatchObject({ id: ada?.id, name: "Ada Keller-Roux" });
    expect((await imports.personOf(at("ben")))?.disabledAt).not.toBeNull();
    const unknown = await load(lines(header, `gone${mark},,,,,1,`), { source });
    expect(unknown.rows).toEqual(["2 same: has left, and nobody here has this key or address"]);
  });

  test("what was mended here since is not put back by the same file, and what is new in it is taken", async () => {
    const source = `moodle${mark}`;
    const header = "username,firstname,lastname,email";
    await load(lines(header, `ada${mark},Ada,Keler,${at("wrong")}`), { source });
    const ada = await imports.personOf(at("wrong"));
    const userId = ada?.id ?? "";
    await school.asSystem((ctx) => editStudent(ctx, { userId, name: "Ada Keller", email: at("right") }));
    expect((await load(lines(header, `ada${mark},Ada,Keler,${at("wrong")}`), { source })).rows).toEqual(["2 same"]);
    const { rows } = await load(lines(header, `ada${mark},Ada,Roux,${at("wrong")}`), { source });
    expect(rows).toEqual(["2 changed: changes the name to Ada Roux"]);
    expect(await imports.personOf(at("right"))).toMatchObject({ id: userId, name: "Ada Roux" });
  });

  test("an address of somebody else is never taken over, by whatever key", async () => {
    const source = `moodle${mark}`;
    const header = "username,firstname,lastname,email";
    await load(lines(header, `ada${mark},Ada,K,${at("ada")}`, `ben${mark},Ben,R,${at("ben")}`), { source });
    const swapped = lines(header, `ada${mark},Ada,K,${at("ben")}`, `other${mark},Other,O,${at("ada")}`);
    expect((await load(swapped, { source })).rows).toEqual([
      "2 rejected: the address belongs to somebody else here",
      `3 rejected: the address belongs to a person whom this source calls ada${mark}`,
    ]);
  });
});

/** A folder with public archives and files of other systems, where there is one. */
const SHARED = process.env.TEST_IMPORTS ?? "";
const encode = (text: string) => new TextEncoder().encode(text);

describe("OneRoster's archive", () => {
  const users11 = (...rows: string[]) =>
    lines("sourcedId,status,dateLastModified,enabledUser,role,username,givenName,familyName,email,password", ...rows);
  const enrolled = (...rows: string[]) =>
    lines("sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role", ...rows);

  test("1.1: students with their classes; others are passed over and named; what is to be deleted ends", async () => {
    const source = `sis${mark}`;
    const cohort = await school.cohort();
    const archive = buildArchive(
      new Map([
        ["manifest.csv", encode("propertyName,value\noneroster.version,1.1\n")],
        [
          "users.csv",
          encode(
            users11(
              `u1,,,true,student,ada,Ada,Keller,${at("ada")},Secret1`,
              `u2,,,true,teacher,ben,Ben,Roux,${at("ben")},Secret2`,
              `u3,,,true,student,cem,Cem,Ay,,Secret3`,
            ),
          ),
        ],
        ["enrollments.csv", encode(enrolled(`e1,,,${cohort.id},s,u1,student`, `e2,,,${cohort.id},s,u2,teacher`))],
      ]),
    );
    const { rows, importId } = await load(archive, { source });
    expect(rows).toEqual([
      expect.stringMatching(/^2 created: makes the account: enrols in /),
      "3 skipped: the role is teacher: only students are taken",
      "4 rejected: somebody new needs an address",
    ]);
    expect(JSON.stringify(await school.database.read.select().from(studentImportRows))).not.toContain("Secret1");
    expect((await load(archive, { source })).counts).toMatchObject({ created: 0, changed: 0, same: 1 });
    const delta = buildArchive(
      new Map([
        ["manifest.csv", encode("propertyName,value\nfile.users,delta\nfile.enrollments,delta\n")],
        ["enrollments.csv", encode(enrolled(`e1,tobedeleted,,${cohort.id},s,u1,student`))],
      ]),
    );
    expect((await load(delta, { source })).rows).toEqual([expect.stringMatching(/^2 changed: cancels the place/)]);
    const gone = buildArchive(
      new Map([["users.csv", encode(users11(`u1,tobedeleted,,true,student,ada,Ada,Keller,${at("ada")},`))]]),
    );
    expect((await load(gone, { source })).rows).toEqual(["2 changed: disables the account"]);
    expect((await load(gone, { source })).rows).toEqual(["2 same"]);
    expect(importId).toMatch(/^imp_/);
  });

  test("1.2: roles stand in a file of their own", async () => {
    const header = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,email";
    const archive = buildArchive(
      new Map([
        [
          "oneroster/users.csv",
          encode(lines(header, `u1,,,true,ada,Ada,K,${at("ada")}`, `u2,,,true,ben,Ben,R,${at("ben")}`)),
        ],
        [
          "oneroster/roles.csv",
          encode(
            lines(
              "sourcedId,status,dateLastModified,userSourcedId,roleType,role,orgSourcedId",
              "r1,,,u1,primary,student,o",
              "r2,,,u2,primary,administrator,o",
            ),
          ),
        ],
      ]),
    );
    expect((await load(archive, { source: `sis${mark}` })).rows).toEqual([
      "2 created: makes the account",
      "3 skipped: the role is administrator: only students are taken",
    ]);
  });

  test.skipIf(!existsSync(SHARED))("public archives and files are read to the last line", async () => {
    const zip = readFileSync(`${SHARED}/oneroster-zip-catalyst/Test_minimal_data_set.zip`);
    const { counts } = await load(zip, { source: `sis${mark}`, isDry: true });
    expect(counts).toMatchObject({ created: 0, changed: 0 });
    expect((counts?.skipped ?? 0) + (counts?.rejected ?? 0)).toBeGreaterThan(0);
    const folder = `${SHARED}/oneroster-v1p1-oat`;
    const files = new Map(
      ["users.csv", "enrollments.csv", "manifest.csv"].map((name) => [name, readFileSync(`${folder}/${name}`)]),
    );
    expect((await load(buildArchive(files), { source: `oat${mark}`, isDry: true })).counts?.rejected).toBeGreaterThan(
      0,
    );
    for (const name of ["upload_users.csv", "upload_users_emailstop.csv"]) {
      const read = await load(readFileSync(`${SHARED}/moodle-upload/${name}`), { source: `m${mark}`, isDry: true });
      expect(read.file.format).toBe("moodle");
      expect(read.counts?.rejected).toBe(0);
    }
  });
});

test("rows are taken in parts, and once, also when two processes take them", inAllOnPostgres, async () => {
  const file = openStudentFile(
    encode(lines("email,name", ...Array.from({ length: 450 }, (_, n) => `${at(`p${n}-`)},Person ${n}`))),
  );
  const { importId } = await uploadStudentFile(school.asSystem, file, { name: "many.csv" });
  await school.asSystem((ctx) => checkStudentImport(ctx, { importId }));
  await Promise.all([imports.advance(importId), imports.advance(importId)]);
  await school.asSystem((ctx) => startStudentImport(ctx, { importId, welcome: false }));
  await Promise.all([imports.advance(importId), imports.advance(importId)]);
  const made = await school.database.read.select({ email: users.email }).from(users);
  expect(made.filter(({ email }) => email.endsWith(`-${mark}@example.org`))).toHaveLength(450);
  const found = await getStudentImport(imports.read(), importId);
  expect(found).toMatchObject({ state: "done", counts: { created: 450, same: 0 } });
});

test("a file of people goes a month after its upload, and what was done with its rows stays", async () => {
  const { importId } = await load(lines("email,name", `${at("ada")},Ada`));
  const { createdAt } = studentImports;
  const old = new Date(school.clock().getTime() - 31 * DAY_MS);
  await school.database.write((tx) =>
    tx.update(studentImports).set({ createdAt: old }).where(eq(studentImports.id, importId)),
  );
  expect(await school.asSystem((ctx) => purgeRows(ctx, "studentImports"))).toBe(2);
  expect(await school.asSystem((ctx) => purgeRows(ctx, "studentImports"))).toBe(0);
  const kept = await school.database.read.select({ createdAt }).from(studentImports);
  expect(kept).not.toContainEqual({ createdAt: old });
  expect(await imports.personOf(at("ada"))).toBeDefined();
});

test("a row that meets a busy school waits for a later turn, and one that is refused does not", async () => {
  const file = openStudentFile(encode(lines("email,name", `${at("ada")},Ada`)));
  const { importId } = await uploadStudentFile(school.asSystem, file, { name: "busy.csv" });
  await school.asSystem((ctx) => checkStudentImport(ctx, { importId }));
  await imports.advance(importId);
  await school.asSystem((ctx) => startStudentImport(ctx, { importId, welcome: false }));
  const [found] = (await listImportsAtWork(imports.read())).filter(({ id }) => id === importId);
  let writes = 0;
  const write: typeof school.asSystem = (verb) =>
    ++writes === 1 ? Promise.reject(new Refusal("overloaded")) : school.asSystem(verb);
  const busy = { read: imports.read, write };
  await expect(found && advanceStudentImport(busy, found)).rejects.toMatchObject({ code: "overloaded" });
  await imports.advance(importId);
  expect(await imports.personOf(at("ada"))).toMatchObject({ name: "Ada" });
});
