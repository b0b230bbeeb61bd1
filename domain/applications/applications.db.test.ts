import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  applicationAnswers,
  applications,
  cohorts,
  enrolmentAnswers,
  enrolments,
  files,
  grants,
  orders,
  outbox,
  users,
  waitingList,
} from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { approveApplication } from "../checkout/approve-application.ts";
import { cancelCohort } from "../checkout/cancel-cohort.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { mergeStudents } from "../checkout/merge-students.ts";
import { undoStudentMerge } from "../checkout/undo-student-merge.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { getFile } from "../files/get-file.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { addQuestion } from "../questions/add-question.ts";
import { QuestionFields } from "../questions/inputs.ts";
import { setCohortRules } from "../rules/set-cohort-rules.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { applyForPlace } from "./apply-for-place.ts";
import { declineApplication } from "./decline-application.ts";
import { getApplication } from "./get-application.ts";
import { getOwnApplication } from "./get-own-application.ts";
import { withdrawApplication } from "./withdraw-application.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
let desk: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
  desk = await school.person("support");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Student = Awaited<ReturnType<TestSchool["person"]>>;
const student = () => school.person("student");

async function decided(facts: Parameters<TestSchool["cohort"]>[0] = {}, rules = {}) {
  const cohort = await school.cohort(facts);
  await school.as(admin)((ctx) =>
    setCohortRules(ctx, { cohortId: cohort.id, birthPrompts: { en: "Born" }, needsApproval: true, ...rules }),
  );
  return cohort;
}
const apply = (cohortId: string, who: Student, answers: { questionId: string; value: string }[] = []) =>
  school.as(who)((ctx) => applyForPlace(ctx, { cohortId, studentId: who.id, answers }));
const approve = (applicationId: string, reply = "Welcome.") =>
  school.as(desk)((ctx) => approveApplication(ctx, { applicationId, reply }));
const enrol = (cohortId: string, who: Student) =>
  school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id }));
const seatsOf = async (id: string) => {
  const [row] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, id));
  return [row?.held, row?.taken];
};
const mailsTo = async (who: Student) =>
  (await school.database.read.select().from(outbox).where(eq(outbox.recipient, who.email))).map(({ kind }) => kind);

describe("whoever applies", () => {
  test("holds no seat, enters by no other door, and applies once", async () => {
    const cohort = await decided({ capacity: 1, priceMinor: 500 });
    const who = await student();
    await expect(enrol(cohort.id, who)).rejects.toMatchObject({ code: "approval_needed" });
    const place = { name: "", email: null };
    await expect(
      school.as(who)((ctx) => enrolOthers(ctx, { cohortId: cohort.id, buyerId: who.id, places: [place] })),
    ).rejects.toMatchObject({ code: "approval_needed" });
    await apply(cohort.id, who);
    expect(await seatsOf(cohort.id)).toEqual([0, 0]);
    await expect(apply(cohort.id, who)).rejects.toMatchObject({ code: "already_applied" });
    await expect(enrol(cohort.id, who)).rejects.toMatchObject({ code: "approval_needed" });
    const open = await school.cohort();
    await expect(apply(open.id, who)).rejects.toThrow(/Nobody has to decide/);
  });

  test("applies to a full cohort instead of waiting, and not to one that is closed", async () => {
    const cohort = await decided({ capacity: 0 });
    const who = await student();
    await expect(
      school.as(who)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: who.id })),
    ).rejects.toMatchObject({ code: "approval_needed" });
    await apply(cohort.id, who);
    const closed = await decided({ closesAt: school.clock() });
    await expect(apply(closed.id, who)).rejects.toMatchObject({ code: "enrolment_closed" });
  });

  test("meets the other rules, but for the confirmed address, which the office sees", async () => {
    const cohort = await decided({}, { mailDomains: ["example.org"], ageMin: 18, ageOn: "2026-03-01" });
    const who = await student();
    await school.database.write((tx) => tx.update(users).set({ verifiedAt: null }).where(eq(users.id, who.id)));
    await expect(apply(cohort.id, who)).rejects.toMatchObject({ code: "answers_refused" });
  });

  test("takes the application back, and what they answered is erased", async () => {
    const cohort = await decided();
    const { courseId } = cohort;
    const asked = QuestionFields.parse({ prompt: "Why?", kind: "text", isRequired: true });
    const question = await school.as(admin)((ctx) => addQuestion(ctx, { courseId, ...asked }));
    const who = await student();
    await expect(apply(cohort.id, who)).rejects.toMatchObject({ code: "answers_refused" });
    const { id } = await apply(cohort.id, who, [{ questionId: question.id, value: "To learn." }]);
    expect((await getApplication(school.reading(desk), id))?.answers.map(({ value }) => value)).toEqual(["To learn."]);
    expect(await getApplication(school.reading(who), id)).toBeUndefined();
    await school.as(who)((ctx) => withdrawApplication(ctx, { applicationId: id }));
    const left = await school.database.read
      .select()
      .from(applicationAnswers)
      .where(eq(applicationAnswers.applicationId, id));
    expect(left).toEqual([]);
    await expect(approve(id)).rejects.toMatchObject({ code: "wrong_state" });
    // They may try again.
    await apply(cohort.id, who, [{ questionId: question.id, value: "Still." }]);
    expect((await getOwnApplication(school.reading(who), cohort.id))?.state).toBe("applied");
  });
});

describe("the office approves", () => {
  test("and whoever withdraws after that is told to cancel the order", async () => {
    const cohort = await decided();
    const who = await student();
    const { id } = await apply(cohort.id, who);
    await approve(id);
    await expect(school.as(who)((ctx) => withdrawApplication(ctx, { applicationId: id }))).rejects.toMatchObject({
      ...{ code: "wrong_state", detail: { words: { key: "refusals.application_was_approved" } } },
    });
  });

  test("and the seat is held for as many days as the cohort gives to pay, then free again", async () => {
    const cohort = await decided({ capacity: 1, priceMinor: 500 }, { payDays: 3 });
    const [who, next] = [await student(), await student()];
    const { enrolment, order } = await approve((await apply(cohort.id, who)).id);
    expect([enrolment.state, order.state, order.totalMinor]).toEqual(["pending", "awaiting_payment", 500]);
    expect(order.expiresAt?.getTime()).toBe(school.clock().getTime() + 3 * DAY_MS);
    expect(await seatsOf(cohort.id)).toEqual([1, 0]);
    expect(await mailsTo(who)).toEqual(["application_approved"]);
    const other = await apply(cohort.id, next);
    await expect(approve(other.id)).rejects.toMatchObject({ code: "cohort_full" });
    expect((await getOwnApplication(school.reading(next), cohort.id))?.state).toBe("applied");
    school.clock.forward(3 * DAY_MS);
    await school.asSystem((ctx) => expireOrder(ctx, order.id));
    expect(await seatsOf(cohort.id)).toEqual([0, 0]);
    await approve(other.id);
    // Approval was for the place that lapsed: they apply anew.
    await expect(enrol(cohort.id, who)).rejects.toMatchObject({ code: "approval_needed" });
    await apply(cohort.id, who);
  });

  test("and whoever pays is in; a free place is theirs at once, with what they answered", async () => {
    const paid = await decided({ priceMinor: 500 });
    const who = await student();
    await approve((await apply(paid.id, who)).id);
    const { payment } = await school.as(who)((ctx) =>
      enrolStudent(ctx, { cohortId: paid.id, studentId: who.id, provider: "bank" }),
    );
    await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
    const [active] = await school.database.read
      .select()
      .from(enrolments)
      .where(and(eq(enrolments.cohortId, paid.id), eq(enrolments.studentId, who.id)));
    expect(active?.state).toBe("active");

    const free = await decided({ capacity: 1 });
    const asked = QuestionFields.parse({ prompt: "Why?", kind: "text" });
    const question = await school.as(admin)((ctx) => addQuestion(ctx, { courseId: free.courseId, ...asked }));
    const { id } = await apply(free.id, who, [{ questionId: question.id, value: "To learn." }]);
    const { enrolment } = await approve(id);
    expect([enrolment.state, await seatsOf(free.id)]).toEqual(["active", [0, 1]]);
    const { read } = school.database;
    expect(await read.select().from(grants).where(eq(grants.enrolmentId, enrolment.id))).toHaveLength(1);
    const kept = await read.select().from(enrolmentAnswers).where(eq(enrolmentAnswers.enrolmentId, enrolment.id));
    expect(kept.map(({ value }) => value)).toEqual(["To learn."]);
  });

  test("also after enrolment has closed, and nobody pays longer than until the cohort begins", async () => {
    const startsAt = new Date(school.clock().getTime() + 2 * DAY_MS);
    const cohort = await decided({ priceMinor: 500, startsAt }, { payDays: 7 });
    const [one, other] = [await student(), await student()];
    const [first, second] = [await apply(cohort.id, one), await apply(cohort.id, other)];
    await school.database.write((tx) =>
      tx.update(cohorts).set({ closesAt: school.clock() }).where(eq(cohorts.id, cohort.id)),
    );
    expect((await approve(first.id)).order.expiresAt).toEqual(startsAt);
    const begun = { startsAt: school.clock() };
    await school.database.write((tx) => tx.update(cohorts).set(begun).where(eq(cohorts.id, cohort.id)));
    expect((await approve(second.id)).order.expiresAt?.getTime()).toBe(school.clock().getTime() + 7 * DAY_MS);
  });

  test("past nobody who waits, and with the seat that the applicant was offered", async () => {
    const cohort = await school.cohort({ capacity: 1 });
    const [holder, waiter, applicant] = [await student(), await student(), await student()];
    const { enrolment } = await enrol(cohort.id, holder);
    await school.as(waiter)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: waiter.id }));
    await school.as(admin)((ctx) =>
      setCohortRules(ctx, { cohortId: cohort.id, birthPrompts: {}, needsApproval: true }),
    );
    const { id } = await apply(cohort.id, applicant);
    // A seat is free, and not offered yet.
    await school.database.write((tx) => tx.update(cohorts).set({ capacity: 2 }).where(eq(cohorts.id, cohort.id)));
    await expect(approve(id)).rejects.toMatchObject({ code: "cohort_full" });
    await approve((await apply(cohort.id, waiter)).id);
    const [entry] = await school.database.read.select().from(waitingList).where(eq(waitingList.cohortId, cohort.id));
    expect([entry?.state, await seatsOf(cohort.id)]).toEqual(["left", [0, 2]]);
    expect(enrolment.state).toBe("active");
  });

  test("not who has got a place by hand meanwhile, whose account is disabled, or into what is over", async () => {
    const cohort = await decided();
    const [byHand, disabled, late] = [await student(), await student(), await student()];
    const ids = [];
    for (const who of [byHand, disabled, late]) ids.push((await apply(cohort.id, who)).id);
    await school.as(desk)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId: byHand.id, why: "by hand" }));
    await expect(approve(ids[0] ?? "")).rejects.toMatchObject({ code: "already_enrolled" });
    const at = { disabledAt: school.clock() };
    await school.database.write((tx) => tx.update(users).set(at).where(eq(users.id, disabled.id)));
    await expect(approve(ids[1] ?? "")).rejects.toMatchObject({ code: "wrong_state" });
    const over = { endsAt: school.clock() };
    await school.database.write((tx) => tx.update(cohorts).set(over).where(eq(cohorts.id, cohort.id)));
    await expect(approve(ids[2] ?? "")).rejects.toMatchObject({ code: "enrolment_closed" });
  });

  test("the last seat once, however many approve at the same time", async () => {
    const cohort = await decided({ capacity: 1, priceMinor: 500 });
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push((await apply(cohort.id, await student())).id);
    const done = await Promise.allSettled(ids.map((id) => approve(id)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of done) {
      if (each.status === "rejected") expect(isRefusal(each.reason) && each.reason.code).toBe("cohort_full");
    }
    expect(await seatsOf(cohort.id)).toEqual([1, 0]);
  });

  test("once, however often it is pressed", async () => {
    const cohort = await decided({ capacity: 5, priceMinor: 500 });
    const who = await student();
    const { id } = await apply(cohort.id, who);
    const done = await Promise.allSettled([approve(id), approve(id), approve(id)]);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await seatsOf(cohort.id)).toEqual([1, 0]);
    expect(await school.database.read.select().from(orders).where(eq(orders.buyerId, who.id))).toHaveLength(1);
  });
});

describe("the office declines", () => {
  test("with words in a mail, and the student may apply again", async () => {
    const cohort = await decided();
    const who = await student();
    const { id } = await apply(cohort.id, who);
    const decline = () => school.as(desk)((ctx) => declineApplication(ctx, { applicationId: id, reply: "Too early." }));
    await decline();
    await expect(decline()).rejects.toMatchObject({ code: "wrong_state" });
    expect(await mailsTo(who)).toEqual(["application_declined"]);
    expect(await getOwnApplication(school.reading(who), cohort.id)).toMatchObject({
      state: "declined",
      reply: "Too early.",
    });
    await apply(cohort.id, who);
  });

  test("all who applied when the cohort is cancelled", async () => {
    const cohort = await decided();
    const who = await student();
    const { id } = await apply(cohort.id, who);
    await school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: cohort.id, why: "The teacher is ill." }));
    expect(await mailsTo(who)).toEqual(["application_declined"]);
    await expect(approve(id)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("an application goes along when two accounts become one, and back again", async () => {
  const cohort = await decided();
  const [from, into] = [await student(), await student()];
  const { id } = await apply(cohort.id, from);
  const merge = { fromId: from.id, intoId: into.id, why: "the same person" };
  const ownerOf = async () =>
    (await school.database.read.select().from(applications).where(eq(applications.id, id)))[0]?.studentId;
  await school.as(admin)((ctx) => mergeStudents(ctx, merge));
  expect(await ownerOf()).toBe(into.id);
  await school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId: from.id }));
  expect(await ownerOf()).toBe(from.id);
});

test("a file that came with an application opens to its student and the office alone", async () => {
  const cohort = await decided();
  const asked = QuestionFields.parse({ prompt: "Certificate", kind: "file" });
  const question = await school.as(admin)((ctx) => addQuestion(ctx, { courseId: cohort.courseId, ...asked }));
  const [who, other] = [await student(), await student()];
  const { id } = await apply(cohort.id, who);
  const file = { id: "fil_01a00000000070008000000000000000", sha256: "0".repeat(64), name: "letter.txt" };
  await school.database.write(async (tx) => {
    await tx.insert(files).values({ ...file, mediaType: "text/plain", sizeBytes: 1, createdAt: school.clock() });
    const answer = { id: "ans_x", applicationId: id, questionId: question.id, value: "letter.txt", fileId: file.id };
    await tx.insert(applicationAnswers).values({ ...answer, answeredAt: school.clock() });
  });
  expect((await getFile(school.reading(who), file.id))?.name).toBe("letter.txt");
  expect((await getFile(school.reading(desk), file.id))?.name).toBe("letter.txt");
  expect(await getFile(school.reading(other), file.id)).toBeUndefined();
});
