import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, cohortRules, cohorts, enrolmentQuestions, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { listSwitchTargets } from "../checkout/list-switch-targets.ts";
import { copyCohort } from "../courses/copy-cohort.ts";
import { deleteCourse } from "../courses/delete-course.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { switchCohort } from "../checkout/switch-cohort.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { addQuestion } from "../questions/add-question.ts";
import { answerQuestions } from "../questions/answer-questions.ts";
import { editQuestion } from "../questions/edit-question.ts";
import { QuestionFields } from "../questions/inputs.ts";
import { listAnswers } from "../questions/list-answers.ts";
import { retireQuestion } from "../questions/retire-question.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { getCohortRules } from "./get-cohort-rules.ts";
import { getEnrolRules } from "./get-enrol-rules.ts";
import { CohortRuleFields } from "./inputs.ts";
import { setCohortRules } from "./set-cohort-rules.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Student = Awaited<ReturnType<TestSchool["person"]>>;
const birthPrompts = { en: "Date of birth", de: "Geburtsdatum" };
const why = "knows it already";
const setRules = (cohortId: string, rules: CohortRuleFields, seen?: string) =>
  school.as(admin)((ctx) => setCohortRules(ctx, { cohortId, seen, birthPrompts, ...rules }));
const student = () => school.person("student");

async function enrol(cohortId: string, who: Student, bornOn?: string) {
  const { birthQuestionId } = await getCohortRules(school.database.read, cohortId);
  const answers = bornOn && birthQuestionId ? [{ questionId: birthQuestionId, value: bornOn }] : [];
  return school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, answers }));
}

/** Completes a course of its own, of which one may ask that it comes before. */
async function complete(cohortId: string, who: Student) {
  const { enrolment } = await enrol(cohortId, who);
  await school.as(admin)((ctx) => completeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  return enrolment.id;
}

const cohortBornBy = async (rules: CohortRuleFields, facts: Parameters<TestSchool["cohort"]>[0] = {}) => {
  const cohort = await school.cohort(facts);
  await setRules(cohort.id, rules);
  return cohort;
};

describe("a course that comes before", () => {
  test("lets in who has completed it, and nobody who only has a place in it or lost theirs", async () => {
    const basics = await school.cohort({}, { title: "Basics" });
    const cohort = await cohortBornBy({ prerequisiteIds: [basics.courseId] });
    const [done, present, lost] = [await student(), await student(), await student()];
    await complete(basics.id, done);
    await enrol(basics.id, present);
    const revoked = await complete(basics.id, lost);
    await school
      .as(admin)((ctx) => revokeEnrolment(ctx, { enrolmentId: revoked, why }))
      .catch(() => undefined);
    await enrol(cohort.id, done);
    await expect(enrol(cohort.id, present)).rejects.toMatchObject({
      code: "prerequisite_missing",
      message: expect.stringContaining("«Basics»"),
    });
  });

  test("one of several is enough, whichever", async () => {
    const [one, other] = [await school.cohort({}, { title: "One" }), await school.cohort({}, { title: "Other" })];
    const cohort = await cohortBornBy({ prerequisiteIds: [one.courseId, other.courseId] });
    for (const { id } of [one, other]) {
      const who = await student();
      await complete(id, who);
      await enrol(cohort.id, who);
    }
    await expect(enrol(cohort.id, await student())).rejects.toThrow(/«One», «Other»/);
  });

  test("is said before anybody fills in a form, with its page where students find it", async () => {
    const basics = await school.cohort({}, { title: "Basics", slug: "basics-first" });
    const hidden = await school.cohort({}, { title: "Hidden", slug: "hidden-first", state: "archived" });
    const cohort = await cohortBornBy({ prerequisiteIds: [basics.courseId, hidden.courseId] });
    const rules = await getEnrolRules(school.reading(await student()), cohort.id);
    expect(rules?.prerequisites.map(({ title, slug }) => [title, slug])).toEqual([
      ["Basics", "basics-first"],
      ["Hidden", null],
    ]);
    expect(rules?.problems.map(({ rule }) => rule)).toEqual(["prerequisite"]);
    expect((await getEnrolRules(school.reading({ type: "visitor" }), cohort.id))?.problems).toEqual([]);
  });

  test("cannot be the course itself, or one that is not there, and cannot be deleted", async () => {
    const cohort = await school.cohort();
    const refused = { code: "invalid_input", detail: { fields: { prerequisiteIds: expect.anything() } } };
    await expect(setRules(cohort.id, { prerequisiteIds: [cohort.courseId] })).rejects.toMatchObject(refused);
    await expect(setRules(cohort.id, { prerequisiteIds: ["crs_none"] })).rejects.toMatchObject(refused);
    const draft = await school.cohort({}, { state: "draft" });
    await setRules(cohort.id, { prerequisiteIds: [draft.courseId] });
    const remove = () => school.as(admin)((ctx) => deleteCourse(ctx, { courseId: draft.courseId }));
    await expect(remove()).rejects.toMatchObject({ code: "course_in_use" });
    await setRules(cohort.id, { prerequisiteIds: [] });
    await remove();
  });
});

describe("an age", () => {
  test("counts on the day that is named, and is asked for by a question of its own", async () => {
    const cohort = await cohortBornBy({ ageMin: 18, ageOn: "2026-03-01" });
    const [question] = await school.database.read
      .select()
      .from(enrolmentQuestions)
      .where(eq(enrolmentQuestions.cohortId, cohort.id));
    expect(question).toMatchObject({ kind: "date", prompt: "Date of birth", isRequired: true });
    expect(question?.translations).toEqual({ de: { prompt: "Geburtsdatum" } });
    const young = await student();
    const field = `answer:${question?.id}`;
    await expect(enrol(cohort.id, young)).rejects.toMatchObject({ code: "answers_refused" });
    await expect(enrol(cohort.id, young, "2008-03-02")).rejects.toMatchObject({
      code: "age_not_met",
      message: expect.stringContaining("1 March 2026"),
      detail: { fields: { [field]: expect.anything() } },
    });
    // A leap day: a year older on 1 March.
    await enrol(cohort.id, young, "2008-02-29");
  });

  test("counts by the calendar of the cohort's place when it begins, where no day is named", async () => {
    // In Zurich it is the 2nd of March already.
    const startsAt = new Date("2026-03-01T23:30:00Z");
    const cohort = await cohortBornBy({ ageMin: 18 }, { startsAt, timezone: "Europe/Zurich" });
    await enrol(cohort.id, await student(), "2008-03-02");
    await expect(enrol(cohort.id, await student(), "2008-03-03")).rejects.toMatchObject({ code: "age_not_met" });
  });

  test("has an upper end too, and nobody is let in before they are born", async () => {
    const cohort = await cohortBornBy({ ageMax: 25, ageOn: "2026-03-01" });
    await enrol(cohort.id, await student(), "2000-03-02");
    await expect(enrol(cohort.id, await student(), "2000-02-29")).rejects.toMatchObject({ code: "age_not_met" });
    await expect(enrol(cohort.id, await student(), "2026-03-02")).rejects.toMatchObject({ code: "age_not_met" });
    await expect(setRules(cohort.id, { ageMin: 30 })).rejects.toMatchObject({
      detail: { fields: { ageMax: expect.anything() } },
    });
  });

  test("takes a question that asks everybody for a date, and keeps it as it is", async () => {
    const cohort = await school.cohort();
    const { courseId } = cohort;
    const add = (fields: object) =>
      school.as(admin)((ctx) =>
        addQuestion(ctx, { courseId, ...QuestionFields.parse({ prompt: "Born on", ...fields }) }),
      );
    const [text, born] = [await add({ kind: "text" }), await add({ kind: "date" })];
    await expect(setRules(cohort.id, { ageMin: 16, birthQuestionId: text.id })).rejects.toMatchObject({
      detail: { fields: { birthQuestionId: expect.anything() } },
    });
    const saved = await setRules(cohort.id, { ageMin: 16, birthQuestionId: born.rootId });
    expect(saved.birthQuestionId).toBe(born.id);
    const asText = { questionId: born.id, ...QuestionFields.parse({ prompt: "Born on", kind: "text" }) };
    await expect(school.as(admin)((ctx) => editQuestion(ctx, asText))).rejects.toMatchObject({ code: "wrong_state" });
    await expect(school.as(admin)((ctx) => retireQuestion(ctx, { questionId: born.id }))).rejects.toThrow(
      /judges the age/,
    );
    await enrol(cohort.id, await student(), "2000-01-01");
    // Somebody has answered: what is edited now is another row of the same question, by which the age is still judged.
    const other = { questionId: born.id, ...QuestionFields.parse({ prompt: "Date of birth", kind: "date" }) };
    const edited = await school.as(admin)((ctx) => editQuestion(ctx, other));
    expect(edited.id).not.toBe(born.id);
    const who = await student();
    const answers = [{ questionId: edited.id, value: "2015-01-01" }];
    await expect(
      school.as(who)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: who.id, answers })),
    ).rejects.toMatchObject({ code: "age_not_met" });
  });
});

describe("what a student answered once they have a place", () => {
  const place = async (facts: Parameters<TestSchool["cohort"]>[0] = {}) => {
    const cohort = await cohortBornBy({ ageMin: 18, ageOn: "2026-03-01" }, facts);
    const { birthQuestionId } = await getCohortRules(school.database.read, cohort.id);
    const who = await student();
    const { enrolment } = await enrol(cohort.id, who, "2000-01-01");
    const born = (value: string) => ({
      enrolmentId: enrolment.id,
      answers: [{ questionId: birthQuestionId ?? "", value }],
    });
    const stored = async () => (await listAnswers(school.reading(admin), enrolment.id)).map(({ value }) => value);
    return { cohort, who, enrolment, born, stored, field: `answer:${birthQuestionId}` };
  };

  test.each([0, 500])("is not changed by them to what breaks a rule, paid or not (price %i)", async (priceMinor) => {
    const { who, born, stored, field } = await place({ priceMinor });
    const say = (value: string) => school.as(who)((ctx) => answerQuestions(ctx, born(value)));
    await expect(say("2015-01-01")).rejects.toMatchObject({
      code: "age_not_met",
      message: expect.stringMatching(/at least 18 years old.*write to us/),
      detail: { fields: { [field]: expect.anything() } },
    });
    await expect(say("")).rejects.toMatchObject({ code: "answers_refused" });
    expect(await stored()).toEqual(["2000-01-01"]);
    await say("2001-01-01");
    expect(await stored()).toEqual(["2001-01-01"]);
  });

  test("is changed by the office all the same, only with a reason that the audit log keeps", async () => {
    const { born, stored, enrolment } = await place();
    const say = (more: object) => school.as(admin)((ctx) => answerQuestions(ctx, { ...born("2015-01-01"), ...more }));
    await expect(say({})).rejects.toMatchObject({ code: "age_not_met" });
    await expect(say({ inSpiteOfRules: true, why: " " })).rejects.toMatchObject({ code: "invalid_input" });
    await say({ inSpiteOfRules: true, why });
    expect(await stored()).toEqual(["2015-01-01"]);
    const [entry] = await school.database.read
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.action, "answer.give"), eq(auditLog.objectId, enrolment.id)));
    expect(entry?.after).toMatchObject({ why, inSpiteOf: "age" });
  });

  test("is said as it is by whom the office let in against the rule, and by whoever came before it", async () => {
    const { cohort, born } = await place();
    const exception = await student();
    const { id } = await school.as(admin)((ctx) =>
      addEnrolment(ctx, { cohortId: cohort.id, studentId: exception.id, why, inSpiteOfRules: true }),
    );
    const say = (value: string) =>
      school.as(exception)((ctx) => answerQuestions(ctx, { ...born(value), enrolmentId: id }));
    await say("2015-01-01");
    await say("2015-01-02");
  });
});

describe("the domain of an address", () => {
  const atDomain = async (email: string, verifiedAt: Date | null = school.clock()) => {
    const who = await student();
    await school.database.write((tx) => tx.update(users).set({ email, verifiedAt }).where(eq(users.id, who.id)));
    return who;
  };

  test("is compared in ASCII and lower case, and counts once the address is confirmed", async () => {
    const cohort = await cohortBornBy(CohortRuleFields.parse({ mailDomains: ["Zürich.example", "*.school.example"] }));
    await enrol(cohort.id, await atDomain("ana@xn--zrich-kva.example"));
    await enrol(cohort.id, await atDomain("ben@mail.school.example"));
    await expect(enrol(cohort.id, await atDomain("cy@school.example"))).rejects.toMatchObject({
      code: "mail_domain_refused",
    });
    await expect(enrol(cohort.id, await atDomain("di@mail2.school.example", null))).rejects.toMatchObject({
      code: "address_not_confirmed",
      message: expect.stringContaining("di@mail2.school.example"),
    });
  });

  test("a price does not stand in for the confirmation: who types another's address would pay the price of its members", async () => {
    const cohort = await cohortBornBy({ mailDomains: ["firm.example"] }, { priceMinor: 500 });
    await expect(enrol(cohort.id, await atDomain("eva@firm.example", null))).rejects.toMatchObject({
      code: "address_not_confirmed",
    });
  });
});

describe("every door", () => {
  const closed = async (facts: Parameters<TestSchool["cohort"]>[0] = {}) => {
    const basics = await school.cohort({}, { title: "Basics" });
    const cohort = await school.cohort(facts);
    return { basics, cohort, close: () => setRules(cohort.id, { prerequisiteIds: [basics.courseId] }) };
  };

  test("nobody waits for a seat that they could not take, and an offered one is not taken against a rule", async () => {
    const { cohort, close, basics } = await closed({ capacity: 1 });
    const [holder, early, late] = [await student(), await student(), await student()];
    await enrol(cohort.id, holder);
    await school.as(early)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: early.id }));
    await close();
    await expect(
      school.as(late)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: late.id })),
    ).rejects.toMatchObject({ code: "prerequisite_missing" });
    await school.database.write((tx) => tx.update(cohorts).set({ capacity: 2 }).where(eq(cohorts.id, cohort.id)));
    await expect(enrol(cohort.id, early)).rejects.toMatchObject({ code: "prerequisite_missing" });
    await complete(basics.id, early);
    await enrol(cohort.id, early);
  });

  test("where the office decides about each, nobody is sent from the waiting list to enrol", async () => {
    const cohort = await cohortBornBy({ needsApproval: true }, { capacity: 3 });
    const who = await student();
    await expect(
      school.as(who)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: who.id })),
    ).rejects.toMatchObject({ code: "approval_needed" });
  });

  test("a student moves by themselves only where they meet the rules, with the date of birth that they gave", async () => {
    const startsAt = addMs(school.clock(), 30 * DAY_MS);
    const from = await school.cohort({ startsAt, moveDays: 1 });
    const to = await school.cohort({ startsAt, name: "Other" }, { id: from.courseId });
    await setRules(from.id, { ageMin: 10, ageOn: "2026-03-01" });
    const { birthQuestionId } = await getCohortRules(school.database.read, from.id);
    const who = await student();
    const { enrolment } = await enrol(from.id, who, "2010-01-01");
    const move = () => school.as(who)((ctx) => switchCohort(ctx, { enrolmentId: enrolment.id, toCohortId: to.id }));
    await setRules(to.id, { ageMin: 18, ageOn: "2026-03-01" });
    const offer = () => listSwitchTargets(school.reading(who), { enrolmentId: enrolment.id, cohortId: from.id });
    expect(await offer()).toMatchObject({ targets: [], isRuledOut: true });
    // Another question asks there, which they have not answered.
    await expect(move()).rejects.toThrow(/do not know your date of birth/);
    await setRules(to.id, { ageMin: null, needsApproval: true });
    expect(await offer()).toMatchObject({ targets: [], isRuledOut: true });
    await expect(move()).rejects.toThrow(/Apply for a place/);
    await setRules(to.id, { needsApproval: false });
    expect(await offer()).toMatchObject({ targets: [{ id: to.id }], isRuledOut: false });
    expect(birthQuestionId).not.toBeNull();
    await move();
  });

  test("the office passes over a rule only when it says so, with a reason that the audit log keeps", async () => {
    const { cohort, close } = await closed({ priceMinor: 500 });
    await close();
    const who = await student();
    const place = { cohortId: cohort.id, studentId: who.id };
    const desk = school.as(await school.person("support"));
    const refused = { code: "prerequisite_missing", detail: { fields: { inSpiteOfRules: expect.anything() } } };
    await expect(desk((ctx) => draftOrder(ctx, { ...place, why }))).rejects.toMatchObject(refused);
    await expect(desk((ctx) => addEnrolment(ctx, { ...place, why }))).rejects.toMatchObject(refused);
    const noReason = { ...place, why: " ", inSpiteOfRules: true };
    await expect(desk((ctx) => addEnrolment(ctx, noReason))).rejects.toMatchObject({ code: "invalid_input" });
    await desk((ctx) => draftOrder(ctx, { ...place, why, inSpiteOfRules: true }));
    const { id } = await desk((ctx) => addEnrolment(ctx, { ...place, why, inSpiteOfRules: true }));
    const [entry] = await school.database.read
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.action, "enrolment.add"), eq(auditLog.objectId, id)))
      .orderBy(desc(auditLog.seq));
    expect(entry?.after).toMatchObject({ why, inSpiteOf: "prerequisite" });
  });

  test("the office moves somebody against a rule only when it says so", async () => {
    const { cohort, close } = await closed();
    const from = await school.cohort({ name: "Other" }, { id: cohort.courseId });
    await close();
    const who = await student();
    const { enrolment } = await enrol(from.id, who);
    const move = { enrolmentId: enrolment.id, toCohortId: cohort.id, why };
    await expect(school.as(admin)((ctx) => moveEnrolment(ctx, move))).rejects.toMatchObject({
      code: "prerequisite_missing",
    });
    await school.as(admin)((ctx) => moveEnrolment(ctx, { ...move, inSpiteOfRules: true }));
  });

  test("an age that nobody knows is not met, for the office too", async () => {
    const cohort = await cohortBornBy({ ageMin: 16 });
    const who = await student();
    const place = { cohortId: cohort.id, studentId: who.id, why };
    await expect(school.as(admin)((ctx) => addEnrolment(ctx, place))).rejects.toThrow(/No date of birth is known/);
    await school.as(admin)((ctx) => addEnrolment(ctx, { ...place, inSpiteOfRules: true }));
  });
});

describe("the office sets them", () => {
  test("and who has a place keeps it; what is sent alone changes, and nothing is left when nothing is asked", async () => {
    const basics = await school.cohort({}, { title: "Basics" });
    const cohort = await school.cohort();
    const who = await student();
    await enrol(cohort.id, who);
    await setRules(cohort.id, { prerequisiteIds: [basics.courseId] });
    await setRules(cohort.id, { mailDomains: ["firm.example"] });
    expect(await getCohortRules(school.database.read, cohort.id)).toMatchObject({
      prerequisiteIds: [basics.courseId],
      mailDomains: ["firm.example"],
    });
    await expect(enrol(cohort.id, who)).rejects.toMatchObject({ code: "already_enrolled" });
    await setRules(cohort.id, { prerequisiteIds: [], mailDomains: [] });
    expect(await school.database.read.select().from(cohortRules).where(eq(cohortRules.cohortId, cohort.id))).toEqual(
      [],
    );
  });

  test("not over what a colleague saved meanwhile, and not of a cohort that was cancelled", async () => {
    const cohort = await school.cohort();
    await expect(setRules(cohort.id, { mailDomains: ["firm.example"] }, "somebody elses page")).rejects.toMatchObject({
      code: "wrong_state",
    });
    await school.database.write((tx) =>
      tx.update(cohorts).set({ state: "cancelled" }).where(eq(cohorts.id, cohort.id)),
    );
    await expect(setRules(cohort.id, { mailDomains: ["firm.example"] })).rejects.toMatchObject({ code: "wrong_state" });
    await expect(
      school.as(await student())((ctx) => setCohortRules(ctx, { cohortId: cohort.id, birthPrompts })),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a copy of the cohort has them too, its day moved with the others and its question its own", async () => {
    const basics = await school.cohort({}, { title: "Basics" });
    const cohort = await school.cohort({ startsAt: new Date("2026-03-02T17:00:00Z") });
    const before = await setRules(cohort.id, { prerequisiteIds: [basics.courseId], ageMin: 16, ageOn: "2026-03-01" });
    const [copy] = await school.as(admin)((ctx) =>
      copyCohort(ctx, { cohortId: cohort.id, name: "Again", firstOn: null, everyWeeks: 2, copies: 1 }),
    );
    const rules = await getCohortRules(school.database.read, copy?.id ?? "");
    expect(rules).toMatchObject({ prerequisiteIds: [basics.courseId], ageMin: 16, ageOn: "2026-03-15" });
    expect(rules.birthQuestionId).not.toBe(before.birthQuestionId);
    await enrol(copy?.id ?? "", await student(), "2000-01-01").catch((error: { code: string }) =>
      expect(error.code).toBe("prerequisite_missing"),
    );
  });
});
