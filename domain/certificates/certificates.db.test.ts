import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { certificates, courses, courseStaff, enrolments, meetings, outbox, users } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { mergeStudents } from "../checkout/merge-students.ts";
import { undoStudentMerge } from "../checkout/undo-student-merge.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { addFile } from "../files/add-file.ts";
import { getFile } from "../files/get-file.ts";
import { type Actor, createSystemActor, visitor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { correctCertificate } from "./correct-certificate.ts";
import { getCohortCertificates } from "./get-cohort-certificates.ts";
import { selectIsCertified } from "./select-is-certified.ts";
import { getOwnCertificate } from "./get-own-certificate.ts";
import { getPublicCertificate } from "./get-public-certificate.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { issueCertificates } from "./issue-certificates.ts";
import { findSigningKey, listCertificateKeys } from "./list-certificate-keys.ts";
import { listCertificates } from "./list-certificates.ts";
import { nameCertificate } from "./name-certificate.ts";
import { recordCertificateFile } from "./record-certificate-file.ts";
import { restoreCertificate } from "./restore-certificate.ts";
import { revokeCertificate } from "./revoke-certificate.ts";
import { rotateCertificateKey } from "./rotate-certificate-key.ts";
import { createCertificateKey, openPrivateKey } from "./certificate-keys.ts";
import { setCertificateTerms } from "./set-certificate-terms.ts";
import { importPrivateKey, signCertificate } from "./signed-certificate.ts";

let school: TestSchool;
let desk: Actor;
let admin: Actor;
const system = createSystemActor("make-certificates");
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("support");
  admin = await school.person("admin");
});
afterAll(() => school.drop());

const START = new Date("2026-01-08T10:00:00Z");
const BY_ISSUE = { sort: "issued", direction: "desc", page: 1 } as const;
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

async function cohortOf({ onCompletion = false, year = 2026 } = {}) {
  school.clock.set(new Date(START.getTime() + (year - 2026) * 366 * 86_400_000));
  const cohort = await school.cohort({}, { title: "Aquarell", language: "en" });
  if (onCompletion) {
    const terms = { cohortId: cohort.id, onCompletion, minutes: null };
    await school.as(admin)((ctx) => setCertificateTerms(ctx, terms));
  }
  return cohort;
}

async function completed(cohort: { id: string }, name?: string) {
  const student = await school.person("student");
  if (name) await school.database.write((tx) => tx.update(users).set({ name }).where(eq(users.id, student.id)));
  const { enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  await school.as(desk)((ctx) => completeEnrolment(ctx, { enrolmentId: enrolment.id, why: "passed" }));
  return { student, enrolmentId: enrolment.id };
}

const of = (enrolmentId: string) =>
  school.database.read.select().from(certificates).where(eq(certificates.enrolmentId, enrolmentId));
const look = (address: string) => getPublicCertificate(school.reading(visitor), address);

test("completing a cohort that certifies issues one certificate, and one that does not issues none", async () => {
  const { enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  expect(await of(enrolmentId)).toMatchObject([{ state: "issued", version: 1, issuedBy: null, confirmedAt: null }]);
  const none = await completed(await cohortOf());
  expect(await of(none.enrolmentId)).toEqual([]);
  const unnamed = await completed(await cohortOf({ onCompletion: true }), "王小明");
  const { read } = school.database;
  const is = async (id: string) =>
    (
      await read
        .select({ is: selectIsCertified(read) })
        .from(enrolments)
        .where(eq(enrolments.id, id))
    )[0]?.is;
  expect([await is(enrolmentId), await is(none.enrolmentId), await is(unnamed.enrolmentId)]).toEqual([
    true,
    false,
    true,
  ]);
});

test("numbers of a year have no gap, whatever fails between them, and begin anew with the year", async () => {
  const cohort = await cohortOf({ year: 2030 });
  for (let count = 0; count < 4; count++) await completed(cohort);
  const failing = school.as(desk)(async (ctx) => {
    await issueCertificates(ctx, { cohortId: cohort.id });
    throw new Error("the disk is full");
  });
  await expect(failing).rejects.toThrow("the disk is full");
  await Promise.all([1, 2, 3].map(() => school.as(desk)((ctx) => issueCertificates(ctx, { cohortId: cohort.id }))));
  const next = await completed(cohort);
  await school.as(desk)((ctx) => issueCertificate(ctx, { enrolmentId: next.enrolmentId }));
  const numbers = async (year: number) => {
    const rows = await school.database.read.select().from(certificates).where(eq(certificates.year, year));
    return rows.map(({ serial }) => serial).sort((a, b) => a - b);
  };
  expect(await numbers(2030)).toEqual([1, 2, 3, 4, 5]);
  const later = await cohortOf({ year: 2031 });
  await completed(later);
  await school.as(desk)((ctx) => issueCertificates(ctx, { cohortId: later.id }));
  expect(await numbers(2031)).toEqual([1]);
});

test("five hundred of a class are issued in one press, in the order of the class list", {
  timeout: 600_000,
}, async () => {
  const cohort = await cohortOf({ year: 2032 });
  const people = Array.from({ length: 500 }, (_, place) => ({ id: createId("user"), place }));
  const at = school.clock();
  await school.database.write(async (tx) => {
    for (const { id, place } of people) {
      const sortKey = String(place).padStart(3, "0");
      await tx.insert(users).values({ id, email: `${id}@example.org`, name: `P ${place}`, sortKey, createdAt: at });
      const enrolment = { id: createId("enrolment"), studentId: id, cohortId: cohort.id, courseId: cohort.courseId };
      await tx.insert(enrolments).values({ ...enrolment, state: "completed", createdAt: at, endedAt: at });
    }
  });
  const { issued, left } = await school.as(desk)((ctx) => issueCertificates(ctx, { cohortId: cohort.id }));
  expect([issued.length, left.length]).toEqual([500, 0]);
  expect(issued.map(({ serial, name }) => `${serial} ${name}`)).toEqual(
    people.map((_, place) => `${place + 1} P ${place}`),
  );
  expect(new Set(issued.map(({ code }) => code)).size).toBe(500);
});

test("who completes under a name that cannot be printed completes all the same, and gets it by saying another", async () => {
  const { student, enrolmentId } = await completed(await cohortOf({ onCompletion: true }), "王小明");
  expect(await of(enrolmentId)).toEqual([]);
  const own = () => getOwnCertificate(school.reading(student), enrolmentId);
  expect(await own()).toMatchObject({ issued: null, fault: { key: "certificates.name_unprintable" } });
  const name = (typed: string) => school.as(student)((ctx) => nameCertificate(ctx, { enrolmentId, name: typed }));
  await expect(name("小明")).rejects.toEqual(refusal("not_printable"));
  await name("Wang Xiaoming");
  expect(await of(enrolmentId)).toMatchObject([{ name: "Wang Xiaoming", version: 1 }]);
  expect(await own()).toMatchObject({ issued: { state: "issued" }, fault: null });
});

test("where the school issues by hand, whoever does gives a name that can be printed, and the student sees what to do", async () => {
  const cohort = await cohortOf();
  const { enrolmentId, student } = await completed(cohort, "李小龍");
  const own = await getOwnCertificate(school.reading(student), enrolmentId);
  expect(own).toMatchObject({ issued: null, isByHand: true, fault: { key: "certificates.name_unprintable" } });
  const issue = (name?: string) => school.as(desk)((ctx) => issueCertificate(ctx, { enrolmentId, name }));
  await expect(issue()).rejects.toEqual(refusal("not_printable"));
  await expect(issue("李")).rejects.toMatchObject({ code: "not_printable", detail: { fields: { name: {} } } });
  expect(await issue("Li Xiaolong")).toMatchObject({ name: "Li Xiaolong", version: 1 });
  expect((await of(enrolmentId)).map(({ confirmedAt }) => confirmedAt)).toEqual([school.clock()]);
  expect(await getOwnCertificate(school.reading(student), enrolmentId)).toMatchObject({ isByHand: false });
  const stranger = school.reading(await school.person("student"));
  expect(await getOwnCertificate(stranger, enrolmentId)).toBeUndefined();
});

test("a student says their name once; then the office corrects it, and the number stays", async () => {
  const { student, enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  const name = (typed: string) => school.as(student)((ctx) => nameCertificate(ctx, { enrolmentId, name: typed }));
  const second = await name("Anna Meier");
  await expect(name("A Friend")).rejects.toEqual(refusal("wrong_state"));
  const input = { certificateId: second.id, name: "Anna Meyer", why: "typing error" };
  await expect(school.as(student)((ctx) => correctCertificate(ctx, input))).rejects.toEqual(refusal("not_found"));
  const third = await school.as(desk)((ctx) => correctCertificate(ctx, input));
  const versions = (await of(enrolmentId)).sort((a, b) => a.version - b.version);
  expect(versions.map(({ version, state, name: is }) => [version, state, is])).toEqual([
    [1, "replaced", expect.any(String)],
    [2, "replaced", "Anna Meier"],
    [3, "issued", "Anna Meyer"],
  ]);
  expect(new Set(versions.map(({ year, serial }) => `${year}-${serial}`)).size).toBe(1);
  expect(versions[1]?.replacedById).toBe(third.id);
  expect(await look(second.code)).toMatchObject({ state: "replaced" });
  expect(await look(third.code)).toMatchObject({ state: "valid", name: "Anna Meyer" });
  await expect(school.as(desk)((ctx) => correctCertificate(ctx, input))).rejects.toEqual(refusal("wrong_state"));
  await expect(
    school.as(desk)((ctx) => correctCertificate(ctx, { ...input, certificateId: third.id, name: "שרה" })),
  ).rejects.toEqual(refusal("not_printable"));
});

test("of two who correct a certificate at once, one is refused and one version comes", async () => {
  const { enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  const [first] = await of(enrolmentId);
  const correct = (name: string) =>
    school.as(desk)((ctx) => correctCertificate(ctx, { certificateId: first?.id ?? "", name, why: "x" }));
  const outcomes = await Promise.allSettled([correct("One"), correct("Two")]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await of(enrolmentId)).toHaveLength(2);
});

test("revoked is told on the public page without the reason, and to the student with it; it can be given back", async () => {
  const { student, enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  const [certificate] = await of(enrolmentId);
  const input = { certificateId: certificate?.id ?? "", why: "copied the exam" };
  await expect(school.as(student)((ctx) => revokeCertificate(ctx, input))).rejects.toEqual(refusal("not_found"));
  await school.as(desk)((ctx) => revokeCertificate(ctx, input));
  const seen = await look(certificate?.code ?? "");
  expect(seen).toMatchObject({ state: "revoked" });
  expect(JSON.stringify(seen)).not.toContain("copied");
  const mails = await school.database.read
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, "certificate_news"), eq(outbox.recipient, student.email)));
  expect(mails).toMatchObject([{ payload: { news: "revoked", why: "copied the exam" } }]);
  await expect(school.as(desk)((ctx) => issueCertificate(ctx, { enrolmentId }))).rejects.toEqual(
    refusal("wrong_state"),
  );
  await school.as(desk)((ctx) => restoreCertificate(ctx, { ...input, why: "was somebody else" }));
  expect(await look(certificate?.code ?? "")).toMatchObject({ state: "valid" });
});

test("a number, a guessed code and rubbish open nothing", async () => {
  const { enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  const [certificate] = await of(enrolmentId);
  const number = `${certificate?.year}-${String(certificate?.serial).padStart(4, "0")}`;
  for (const address of [number, certificate?.id ?? "", "A".repeat(25), "%00", "' or 1=1 --", "a.b.c"]) {
    expect(await look(address)).toEqual({ state: "unknown" });
  }
});

test("the signed address of a certificate says as much as its code; a key of another school says nothing", async () => {
  const secret = "the secret of this school, long enough";
  const key = createCertificateKey(secret);
  const rotate = (next: typeof key, instead: string | null) =>
    school.as(system)((ctx) => rotateCertificateKey(ctx, { key: next, instead }));
  await rotate(key, null);
  await rotate(createCertificateKey(secret), null); // Two servers made their first key at once: the first stays.
  expect((await findSigningKey(school.reading(system)))?.id).toBe(key.id);
  const { enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  const [certificate] = await of(enrolmentId);
  if (!certificate) throw new Error("none");
  const sign = (signs: typeof key, what = certificate) => {
    const privateKey = importPrivateKey(openPrivateKey(signs, secret) as Buffer, signs.publicKey);
    return signCertificate(what, { keyId: signs.id, privateKey, issuer: "https://school.example" });
  };
  expect(await look(sign(key))).toMatchObject({ state: "valid", name: certificate.name });
  expect(await look(sign(createCertificateKey(secret)))).toEqual({ state: "unknown" });
  const [header, , signature] = sign(key).split(".");
  expect(await look(`${header}.${sign(key, { ...certificate, name: "X" }).split(".")[1]}.${signature}`)).toEqual({
    state: "unknown",
  });
  expect(await look(sign(key, { ...certificate, code: "B".repeat(25) }))).toMatchObject({ state: "unrecorded" });
  const next = createCertificateKey(secret);
  school.clock.set(new Date(START.getTime() + 1));
  await rotate(next, key.id);
  expect(await listCertificateKeys(school.reading(visitor))).toMatchObject([{ kid: next.id }, { kid: key.id }]);
  expect(await look(sign(key))).toMatchObject({ state: "valid" });
});

test("the first file that was made stays, however many make one, and only who may read the certificate gets it", async () => {
  const cohort = await cohortOf({ onCompletion: true });
  const { student, enrolmentId } = await completed(cohort);
  const [certificate] = await of(enrolmentId);
  const file = (sha256: string) => ({ sha256, name: "c.pdf", mediaType: "application/pdf", sizeBytes: 1 });
  const record = (sha256: string) =>
    school.as(system)((ctx) =>
      recordCertificateFile(ctx, {
        ...{ certificateId: certificate?.id ?? "", keyId: "k", signed: "s" },
        file: file(sha256),
      }),
    );
  await Promise.all([record("a".repeat(64)), record("b".repeat(64))]);
  const [made] = await of(enrolmentId);
  const fileId = made?.fileId ?? "";
  const teacher = await school.person("instructor");
  const other = await school.person("instructor");
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id }));
  const reads = async (actor: Actor) => (await getFile(school.reading(actor), fileId))?.sha256;
  const sha256 = await reads(student);
  expect(sha256).toMatch(/^(a{64}|b{64})$/);
  await record("c".repeat(64));
  expect(await reads(student)).toBe(sha256);
  expect([await reads(desk), await reads(teacher)]).toEqual([sha256, sha256]);
  expect([await reads(other), await reads(await school.person("student")), await reads(visitor)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  await school.as(desk)((ctx) => addFile(ctx, file("d".repeat(64))));
});

test("a teacher issues for the courses they teach, and sees those alone", async () => {
  const [own, foreign] = [await cohortOf(), await cohortOf()];
  const teacher = await school.person("instructor");
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: own.courseId, userId: teacher.id }));
  await completed(own);
  await completed(foreign);
  const issue = (cohortId: string) => school.as(teacher)((ctx) => issueCertificates(ctx, { cohortId }));
  expect((await issue(own.id)).issued).toHaveLength(1);
  await expect(issue(foreign.id)).rejects.toEqual(refusal("not_found"));
  await school.as(desk)((ctx) => issueCertificates(ctx, { cohortId: foreign.id }));
  const { items } = await listCertificates(school.reading(teacher), {}, BY_ISSUE);
  expect(items.map(({ cohortId }) => cohortId)).toEqual([own.id]);
  const at = { courseId: foreign.courseId, cohortId: foreign.id };
  expect(await getCohortCertificates(school.reading(teacher), at)).toBeUndefined();
});

test("what stands on a certificate does not follow the course; a correction does", async () => {
  const cohort = await cohortOf({ onCompletion: true });
  const meeting = { cohortId: cohort.id, startsAt: START, endsAt: new Date(START.getTime() + 90 * 60_000) };
  await school.database.write((tx) => tx.insert(meetings).values({ id: createId("meeting"), ...meeting }));
  const { enrolmentId } = await completed(cohort);
  const [first] = await of(enrolmentId);
  expect(first).toMatchObject({ courseTitle: "Aquarell", minutes: 90, startsOn: "2026-01-08" });
  await school.database.write((tx) =>
    tx.update(courses).set({ title: "Ölmalerei" }).where(eq(courses.id, cohort.courseId)),
  );
  await school.as(admin)((ctx) => setCertificateTerms(ctx, { cohortId: cohort.id, onCompletion: true, minutes: 600 }));
  expect((await of(enrolmentId))[0]).toMatchObject({ courseTitle: "Aquarell", minutes: 90 });
  const input = { certificateId: first?.id ?? "", name: "Anna", why: "hours" };
  const second = await school.as(desk)((ctx) => correctCertificate(ctx, input));
  expect(second).toMatchObject({ courseTitle: "Ölmalerei", minutes: 600, serial: first?.serial });
});

test("certificates go with the account that is merged, and back with it", async () => {
  const { student, enrolmentId } = await completed(await cohortOf({ onCompletion: true }));
  const into = await school.person("student");
  await school.as(admin)((ctx) => mergeStudents(ctx, { fromId: student.id, intoId: into.id, why: "twice" }));
  expect(await getOwnCertificate(school.reading(into), enrolmentId)).toMatchObject({ issued: { state: "issued" } });
  expect(await getOwnCertificate(school.reading(student), enrolmentId)).toBeUndefined();
  await school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId: student.id }));
  expect(await getOwnCertificate(school.reading(student), enrolmentId)).toMatchObject({ issued: { state: "issued" } });
});

test("who has not completed the course gets none by hand, and is told why", async () => {
  const cohort = await cohortOf();
  const student = await school.person("student");
  const place = { cohortId: cohort.id, studentId: student.id };
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, place));
  await expect(school.as(desk)((ctx) => issueCertificate(ctx, { enrolmentId: enrolment.id }))).rejects.toMatchObject({
    code: "wrong_state",
    detail: { words: { key: "certificates.not_completed" } },
  });
});
