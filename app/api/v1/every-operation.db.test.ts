import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { OPERATIONS } from "./operations.ts";
import { createCheckInCode } from "#domain/attendance/room-code.ts";
import { certify } from "#tests/support/certify.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { listImportsAtWork } from "#domain/students/get-student-import.ts";
import { advanceStudentImport } from "#ops/import/students/advance-student-import.ts";
import { payAtSandbox } from "#tests/support/pay-at-sandbox.ts";
import { askForPlaces } from "#tests/support/ask-for-places.ts";
import { askForMoney } from "#tests/support/ask-for-money.ts";
import { askForInstalments } from "#tests/support/ask-for-instalments.ts";
import { askForOrders } from "#tests/support/ask-for-orders.ts";
import { askForEndings } from "#tests/support/ask-for-endings.ts";
import { askForPrices } from "#tests/support/ask-for-prices.ts";
import { askForRules } from "#tests/support/ask-for-rules.ts";
import { askForProgress } from "#tests/support/ask-for-progress.ts";
import { openApiSchool, type ApiSchool } from "#tests/support/api.ts";
import { findViolations } from "#tests/support/invariants.ts";

let school: ApiSchool;
let office: string;
let student: { id: string; token: string };
const asked = new Set<string>();

beforeAll(async () => {
  school = await openApiSchool();
  office = await school.token(await school.person("owner", "finance", "support"));
  const person = await school.person("student");
  student = { id: person.id, token: await school.token(person) };
});

afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

/** Asks for an operation that must succeed, and reads the answer with its own strict shape: a byte too much fails. */
async function done(operationId: string, id: string, token: string, body: unknown = {}, query = "") {
  const operation = OPERATIONS.find((each) => each.id === operationId);
  if (!operation) throw new Error(`there is no operation ${operationId}`);
  const path = operation.path.replace("{id}", id) + query;
  const answer = await school.ask(path, { method: operation.method, token, body });
  const { status, text } = answer;
  if (status !== operation.status) throw new Error(`${operationId} answered ${status}: ${text}`);
  const read = operation.answer.safeDecode(answer.body as never);
  if (!read.success) throw new Error(`${operationId}: ${z.prettifyError(read.error)}`);
  asked.add(operationId);
  return answer.body;
}

test("a course is made, sold, paid, refunded and archived by scripts alone", async () => {
  const course = await done("createCourse", "", office, { title: "Letterpress", summary: "By hand." });
  await done("editCourse", course.id, office, { subject: "Crafts" });
  const seats = { name: "Winter", timezone: "Europe/Zurich", priceMinor: 48_000, currency: "CHF", capacity: 1 };
  const cohort = await done("createCohort", "", office, { ...seats, courseId: course.id });
  const other = await done("createCohort", "", office, { ...seats, name: "Spring", courseId: course.id });
  await done("publishCourse", course.id, office);
  expect((await done("listCourses", "", student.token, {}, "?q=letterp&subject=Crafts")).items).toHaveLength(1);
  await done("readCourse", course.slug, student.token);
  expect((await done("listCohorts", "", student.token, {}, `?courseId=${course.id}`)).items).toHaveLength(2);
  await done("readCohort", cohort.id, student.token);

  const { enrolment, order, payment } = await done("createEnrolment", "", student.token, { cohortId: cohort.id });
  expect([enrolment.state, order.state, payment.state]).toEqual(["pending", "awaiting_payment", "pending"]);
  expect(payment.checkoutUrl).toContain("/sandbox/pay/");
  const same = await done("startPayment", order.id, student.token);
  expect(same.id).toBe(payment.id);

  const rival = await school.person("student");
  const rivals = await school.token(rival);
  const waiting = await done("joinWaitingList", "", rivals, { cohortId: cohort.id });
  await done("listWaiting", "", office, {}, `?cohortId=${cohort.id}`);
  await done("readWaitingEntry", waiting.id, rivals);
  expect((await done("leaveWaitingList", waiting.id, rivals)).state).toBe("left");
  const free = await done("createCohort", "", office, { ...seats, name: "Free", priceMinor: 0, courseId: course.id });
  const asked = { kind: "file", prompt: "Your letter?", cohortId: free.id };
  const letter = await done("addQuestion", course.id, office, { ...asked, isRequired: true });
  const typo = await done("addQuestion", course.id, office, { kind: "text", prompt: "Yuor wishes?" });
  const wishes = await done("editQuestion", typo.id, office, {
    kind: "text",
    prompt: "Your wishes?",
    cohortId: free.id,
  });
  expect((await done("listQuestions", course.id, rivals)).items).toHaveLength(2);
  const unanswered = await school.post("/enrolments", rivals, { cohortId: free.id });
  expect(unanswered.body.code).toBe("answers_refused");
  const page = { name: "letter.txt", content: Buffer.from("Dear school").toString("base64") };
  const answers = [{ questionId: letter.id, file: page }];
  const given = await done("createEnrolment", "", rivals, { cohortId: free.id, answers });
  const more = { answers: [{ questionId: wishes.id, value: "A seat by the window" }] };
  expect((await done("answerQuestions", given.enrolment.id, rivals, more)).items).toHaveLength(2);
  expect((await done("listAnswers", given.enrolment.id, rivals)).items[0].value).toBe("letter.txt");
  expect(await done("eraseAnswers", given.enrolment.id, office)).toEqual({ erased: 2 });
  for (const { id } of [wishes, letter]) await done("retireQuestion", id, office);
  const terms = { cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 0, moveDays: 7, studentsMin: 1 };
  expect(await done("setCohortTerms", free.id, office, terms)).toMatchObject({ cancelDays: 7, moveDays: 7 });
  expect((await done("confirmCohort", free.id, office)).confirmedAt).not.toBeNull();
  const later = await done("createCohort", "", office, { ...seats, name: "Later", priceMinor: 0, courseId: course.id });
  expect((await done("switchCohort", given.enrolment.id, rivals, { toCohortId: later.id })).cohortId).toBe(later.id);
  expect((await done("leaveCohort", given.enrolment.id, rivals, { refundMinor: 0 })).state).toBe("cancelled");

  await payAtSandbox(school, payment.id);
  expect((await done("readPayment", payment.id, student.token)).state).toBe("settled");
  expect((await done("readOrder", order.id, student.token)).lines).toHaveLength(1);
  expect((await done("readEnrolment", enrolment.id, student.token)).state).toBe("active");
  await done("listEnrolments", "", student.token, {}, "?state=active");
  await done("listOrders", "", office, {}, `?code=${order.code.toLowerCase()}`);
  await done("listPayments", "", office, {}, `?orderId=${order.id}&state=settled`);

  expect((await done("readCourseUsage", course.id, office, {}, "?days=7")).days).toHaveLength(7);
  expect((await done("readUsage", "", office)).courses).toEqual([]);
  expect((await done("listCohortRetention", "", office)).items).toEqual([]);
  expect((await done("listCourseStudents", course.id, office, {}, "?opened=never")).items).toHaveLength(1);
  expect((await done("listStudentOpenings", student.id, student.token)).items).toEqual([]);
  await done("suspendEnrolment", enrolment.id, office, { why: "owes a book" });
  await done("resumeEnrolment", enrolment.id, office, { why: "brought it back" });
  expect((await done("moveEnrolment", enrolment.id, office, { toCohortId: other.id })).cohortId).toBe(other.id);
  await done("cancelEnrolment", enrolment.id, office, { why: "asked to" });
  const amount = { minor: 48_000, currency: "CHF" };
  const refund = await done("requestRefund", payment.id, office, { amount, reason: "asked to" });
  expect(["submitted", "done"]).toContain(refund.state);
  const tooMuch = await school.post(`/payments/${payment.id}/refunds`, office, { amount, reason: "again" });
  expect(tooMuch.body.code).toBe("refund_too_large");
  const francs = { amount: { minor: 1, currency: "EUR" }, reason: "other money" };
  const foreign = await school.post(`/payments/${payment.id}/refunds`, office, francs);
  expect(foreign.body.code).toBe("amount_mismatch");

  await done("editCohort", other.id, office, { capacity: 5 });
  const gift = await done("addEnrolment", other.id, office, { studentId: rival.id, why: "a scholarship" });
  await done("revokeEnrolment", gift.id, office, { why: "never came" });
  await done("cancelCohort", cohort.id, office, { why: "too few", refund: "review" });
  const text = { audience: "everyone", subject: "Thank you", body: "Until spring." };
  const announcement = await done("draftAnnouncement", course.id, office, text);
  await done("editAnnouncement", announcement.id, office, { ...text, cohortId: free.id });
  const nobody = await school.post(`/announcements/${announcement.id}/send`, office, {});
  expect(nobody.body.code).toBe("nobody_to_write_to");
  await done("createEnrolment", "", student.token, { cohortId: free.id });
  await done("editAnnouncement", announcement.id, office, text);
  expect((await done("sendAnnouncement", announcement.id, office)).state).toBe("sending");
  expect((await done("readAnnouncement", announcement.id, office)).subject).toBe("Thank you");
  const left = await done("draftAnnouncement", course.id, office, text);
  expect(await done("discardAnnouncement", left.id, office)).toEqual({ discarded: true });
  expect((await done("listAnnouncements", "", office, {}, "?state=sending")).items).toHaveLength(1);
  await done("unpublishCourse", course.id, office);
  await done("archiveCourse", course.id, office);
  const mistake = await done("createCourse", "", office, { title: "A mistake" });
  expect(await done("deleteCourse", mistake.id, office)).toEqual({ deleted: true });
});

test("a transfer is confirmed, and an order that nobody pays is cancelled", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const transfer = await done("startPayment", order.id, student.token, { provider: "bank" });
  expect([transfer.provider, transfer.state, transfer.checkoutUrl]).toEqual(["bank", "pending", null]);
  expect((await done("confirmTransfer", transfer.id, office)).state).toBe("settled");
  const part = { amount: { minor: 1_000, currency: "CHF" }, reason: "a day less" };
  const refund = await done("requestRefund", transfer.id, office, { ...part, refundableMinor: transfer.amount.minor });
  const due = await school.ask("/orders?need=payout", { token: office });
  expect(due.body.items.map(({ id }: { id: string }) => id)).toContain(order.id);
  const account = { holder: "A Student", iban: "ch56 0483 5012 3456 7800 9" };
  expect(await done("requestRefundAccount", refund.id, office, {})).toEqual({ code: order.code });
  expect((await done("markRefundSent", refund.id, office, account)).state).toBe("done");
  const { id } = await done("recordReturnedRefund", refund.id, office, { reason: "transfer_returned" });
  expect((await done("listPayouts", "", office, {}, "?status=account_missing")).items[0].id).toBe(id);

  const { id: unloved } = await school.cohort({ priceMinor: 9_500 });
  const second = await done("createEnrolment", "", student.token, { cohortId: unloved });
  expect((await done("cancelOrder", second.order.id, student.token, { why: "no" })).state).toBe("cancelled");
});

test("a place is paid by a plan, part by part, and its payer is reminded", () =>
  askForInstalments({ school, office, student, done }));

test("credit is spent, and lines of a bank are matched", () => askForMoney({ school, office, student, done }));

test("the office prepares an order, bills it, sends it, and marks what it was flagged for as resolved", () =>
  askForOrders({ school, office, student, done }));

test("a free place is taken for oneself or by the office for somebody, and completed", async () => {
  const { id: cohortId } = await school.cohort();
  const free = await done("createEnrolment", "", office, { cohortId, studentId: student.id });
  expect([free.payment, free.enrolment.state, free.enrolment.studentId]).toEqual([null, "active", student.id]);
  expect((await done("completeEnrolment", free.enrolment.id, office)).state).toBe("completed");
  await certify(done, { enrolmentId: free.enrolment.id, office, student: student.token });
});

test("materials stand under sections, and a student works through them until the cohort's share completes their place", () =>
  askForProgress({ school, office, student, done }));

test("prices are lowered by coupons and by rules", () => askForPrices({ school, office, student, done }));

test("who may enrol is said, and asked for", () => askForRules({ school, office, student, done }));

test("a question is asked, answered, noted, merged and closed", async () => {
  const words = { subject: "Which press?", body: "*Which* press do we use?" };
  const ticket = await done("openTicket", "", student.token, words);
  expect([ticket.state, ticket.priority]).toEqual(["new", null]);
  const answered = await done("writeMessage", ticket.id, office, { body: "The Adana.", then: "wait" });
  expect(answered.state).toBe("waiting_on_student");
  await done("addNote", ticket.id, office, { body: "Asks a lot." });
  expect(
    (await done("listMessages", ticket.id, student.token)).items.map(({ kind }: { kind: string }) => kind),
  ).toEqual(["public", "public"]);
  expect((await done("listMessages", ticket.id, office)).items).toHaveLength(3);
  expect((await done("writeMessage", ticket.id, student.token, { body: "Thank you." })).state).toBe("open");
  await done("assignTicket", ticket.id, office, { assigneeId: null });
  expect((await done("setPriority", ticket.id, office, { priority: "high" })).priority).toBe("high");
  await done("resolveTicket", ticket.id, student.token);
  await done("reopenTicket", ticket.id, office);
  const second = await done("openTicket", "", office, { ...words, requesterId: student.id });
  expect((await done("mergeTicket", second.id, office, { into: ticket.code })).id).toBe(ticket.id);
  await done("closeTicket", ticket.id, office);
  expect((await done("readTicket", ticket.id, student.token)).state).toBe("closed");
  await done("listTickets", "", student.token, {}, "?state=closed");
  const late = await school.post(`/tickets/${ticket.id}/messages`, student.token, { body: "One more thing" });
  expect(late.body.code).toBe("ticket_closed");
});

const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("a course gets its picture, teachers, materials and meetings", async () => {
  const { id: courseId } = await done("createCourse", "", office, { title: "Papermaking", summary: "From rags." });
  const pictured = await done("uploadPicture", courseId, office, { file: { name: "vat.gif", content: GIF } });
  expect(pictured.imageFileId).toMatch(/^fil_/);
  const german = { language: "de", title: "Papierschöpfen", summary: "" };
  const translated = await done("translateCourse", courseId, office, german);
  expect(translated).toMatchObject({ title: "Papermaking", translations: { de: { title: "Papierschöpfen" } } });
  expect((await done("translateCourse", courseId, office, { language: "de" })).translations).toEqual({});
  const teacher = await school.person("instructor");
  const teachers = [{ userId: teacher.id, about: "Dips since 1990." }];
  expect((await done("setTeachers", courseId, office, { teachers })).items).toMatchObject(teachers);
  const teaches = await school.token(teacher);
  expect((await done("listTeachers", courseId, office)).items).toHaveLength(1);

  const text = await done("addMaterial", courseId, teaches, { kind: "text", title: "Rags", body: "Linen is best." });
  const sheet = { name: "../weights.csv", content: base64("gsm,use\n80,letters\n") };
  const table = await done("addMaterial", courseId, teaches, { kind: "file", title: "Weights", file: sheet });
  expect(table.file).toMatchObject({ name: "weights.csv", mediaType: "text/csv", sizeBytes: 19 });
  const order = { materialIds: [table.id, text.id] };
  const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
  expect(ids(await done("orderMaterials", courseId, teaches, order))).toEqual(order.materialIds);
  expect(ids(await done("listMaterials", courseId, teaches))).toEqual(order.materialIds);
  const edited = await done("editMaterial", text.id, teaches, { title: "Which rags" });
  expect([edited.title, edited.body]).toEqual(["Which rags", "Linen is best."]);
  const lacking = await school.ask(`/materials/${text.id}`, {
    method: "PATCH",
    token: teaches,
    body: { kind: "file" },
  });
  expect([lacking.body.code, Object.keys(lacking.body.fields)]).toEqual(["invalid_input", ["file"]]);
  expect((await done("readMaterial", text.id, teaches)).kind).toBe("text");
  expect(ids(await done("removeMaterial", text.id, teaches))).toEqual([table.id]);

  const zurich = { name: "Spring", timezone: "Europe/Zurich", priceMinor: 0, currency: "CHF" };
  const cohort = await done("createCohort", "", office, { ...zurich, courseId });
  const first = { title: "At the vat", startsAt: "2026-03-23T18:00:00+01:00", endsAt: "2026-03-23T20:00:00+01:00" };
  const added = await done("addMeetings", cohort.id, office, { ...first, weeks: 2 });
  // The clocks change in between, the hour on the wall does not.
  expect(added.items.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual([
    "2026-03-23T17:00:00.000Z",
    "2026-03-30T16:00:00.000Z",
  ]);
  const [one, two] = added.items;
  expect(added.items.map(({ warnings }: { warnings: string[] }) => warnings)).toEqual([[], []]);
  const begins = { startsAt: "2026-03-30T18:00:00+02:00" };
  const early = "The meeting of 23 March 2026 is before the cohort begins (30 March 2026).";
  expect((await done("editCohort", cohort.id, office, begins)).warnings).toEqual([early]);
  expect((await done("editMeeting", one.id, office, { place: "Mill" })).warnings).toEqual([early]);
  expect((await done("editMeeting", one.id, office, { place: "Mill" })).title).toBe("At the vat");
  const inGerman = await done("translateMeeting", one.id, office, { language: "de", title: "An der Bütte" });
  expect(inGerman).toMatchObject({ title: "At the vat", translations: { de: { title: "An der Bütte" } } });
  const spring = await done("translateCohort", cohort.id, office, { language: "de", name: "Frühling" });
  expect(spring).toMatchObject({ name: "Spring", translations: { de: { name: "Frühling" } } });
  expect((await done("editMeeting", one.id, office, { note: "Aprons." })).translations).toEqual(inGerman.translations);
  const late = { endsAt: "2026-03-23T17:30:00+01:00" };
  const backwards = await school.ask(`/meetings/${one.id}`, { method: "PATCH", token: office, body: late });
  expect(Object.keys(backwards.body.fields)).toEqual(["endsAt"]);
  expect(ids(await done("removeMeeting", two.id, office))).toEqual([one.id]);
  expect((await done("listMeetings", cohort.id, teaches)).items).toMatchObject([{ place: "Mill" }]);

  const { id: enrolmentId } = await done("addEnrolment", cohort.id, office, { studentId: student.id });
  const now = school.runtime.clock();
  const hours = { startsAt: now.toISOString(), endsAt: new Date(now.getTime() + 3_600_000).toISOString() };
  const [today] = (await done("addMeetings", cohort.id, office, hours)).items;
  const code = createCheckInCode(school.runtime.secret, today.id, now);
  expect(await done("checkIn", today.id, student.token, { code })).toEqual({ enrolmentId, state: "present" });
  const mark = { enrolmentId, state: "late", markedAt: now.toISOString(), key: "my-own-key-1" };
  const marked = (marks: object[]) => done("markAttendance", today.id, teaches, { marks });
  expect(await marked([mark])).toEqual({ marks: [{ enrolmentId, outcome: "taken", state: "late" }] });
  expect((await marked([mark])).marks).toMatchObject([{ outcome: "repeated" }]);
  for (const token of [student.token, teaches, office]) {
    const { items } = await done("listAttendance", "", token, {}, `?meetingId=${today.id}`);
    expect(items).toMatchObject([{ enrolmentId, studentId: student.id, state: "late", via: "teacher" }]);
  }
  expect(await done("resetMark", today.id, teaches, { enrolmentId })).toEqual({ reset: true });
  expect(await done("resetMark", today.id, teaches, { enrolmentId })).toEqual({ reset: false });
  await done("editCohort", cohort.id, office, { completionAttendancePercent: 1 });
  await marked([{ enrolmentId, state: "present" }]);
  expect((await done("readEnrolment", enrolmentId, office)).state).toBe("completed");
  await marked([{ enrolmentId, state: "absent" }]);
  expect((await done("readEnrolment", enrolmentId, office)).completionDoubtedAt).toEqual(expect.any(String));
  expect((await done("confirmCompletion", enrolmentId, office)).completionDoubtedAt).toBeUndefined();
});

test("files go with a question, an answer and a note, and none is kept of who may not write", async () => {
  const receipt = { name: "receipt.txt", content: base64("Paid in full.") };
  const words = { subject: "My receipt", body: "Here it is.", attachments: [receipt] };
  const ticket = await done("openTicket", "", student.token, words);
  await done("writeMessage", ticket.id, student.token, { body: "Once more.", attachments: [receipt] });
  await done("writeMessage", ticket.id, office, { body: "Thank you.", attachments: [receipt] });
  await done("addNote", ticket.id, office, { body: "Filed.", attachments: [{ ...receipt, name: "filed.txt" }] });
  const { items } = await done("listMessages", ticket.id, office);
  expect(items.map(({ attachments }: { attachments: { name: string }[] }) => attachments[0]?.name)).toEqual([
    ...["receipt.txt", "receipt.txt", "receipt.txt", "filed.txt"],
  ]);

  const program = { name: "run.txt", content: base64("MZ\0\u0001\u0002") };
  const refused = await school.post(`/tickets/${ticket.id}/messages`, office, { body: "x", attachments: [program] });
  expect([refused.status, refused.body.code]).toEqual([415, "file_type_refused"]);
  expect(Object.keys(refused.body.fields)).toEqual(["attachments.0"]);
  const stored: string[] = [];
  const { files } = school.runtime;
  school.runtime.files = { ...files, put: (bytes) => (stored.push("kept"), files.put(bytes)) };
  try {
    const stranger = await school.token(await school.person("student"));
    const sent = { body: "Let me in", attachments: [receipt] };
    expect((await school.post(`/tickets/${ticket.id}/messages`, stranger, sent)).body.code).toBe("not_found");
    const other = { ...words, requesterId: student.id };
    expect((await school.post("/tickets", stranger, other)).body.code).toBe("not_found");
    expect(stored).toEqual([]);
  } finally {
    school.runtime.files = files;
  }
});

test("access is read, extended, shortened, given and revoked", async () => {
  const guest = await school.person("student");
  const own = await school.token(guest);
  const { id: cohortId, courseId } = await school.cohort({ accessDays: 30 });
  const { enrolment } = await done("createEnrolment", "", own, { cohortId });
  const longer = await done("extendAccess", enrolment.id, office, { days: 14, why: "was ill" });
  expect(longer.grants.map(({ step }: { step: string | null }) => step)).toEqual([null, "extended"]);
  await done("shortenAccess", enrolment.id, office, { days: 20, why: "by mistake", notify: false });
  const neither = await school.post(`/enrolments/${enrolment.id}/extend-access`, office, { why: "was ill" });
  expect([neither.status, neither.body.code]).toEqual([422, "invalid_input"]);
  const { courseId: other } = await school.cohort();
  const gift = await done("giveCourse", guest.id, office, { courseId: other, why: "a prize" });
  expect(gift).toMatchObject({ state: "open", endsAt: null, grants: [{ why: "gift" }] });
  expect((await done("revokeGrant", gift.grants[0].id, office, { why: "a mistake" })).state).toBe("none");
  expect((await done("listAccess", guest.id, own)).items).toHaveLength(2);
  const one = await done("listAccess", guest.id, office, {}, `?courseId=${courseId}`);
  expect(one.items).toMatchObject([{ state: "open", courseId }]);
});

test("places are bought for others, handed out, claimed, given to somebody else and given back", () =>
  askForPlaces({ school, office, student, done }));

test("access is renewed, and what is asked for is approved or declined", async () => {
  const guest = await school.person("student");
  const own = await school.token(guest);
  const terms = { accessDays: 10, renewal: "request" as const, renewalDays: 30 };
  const { id: cohortId } = await school.cohort(terms);
  const { enrolment } = await done("createEnrolment", "", own, { cohortId });
  const asked = await done("renewAccess", enrolment.id, own, { reason: "was ill" });
  expect(asked).toMatchObject({ state: "requested", orderId: null, reason: "was ill" });
  expect((await done("declineRenewal", asked.id, office, { answer: "long enough" })).state).toBe("declined");
  const again = await done("renewAccess", enrolment.id, own, { reason: "was ill, see the note" });
  expect((await done("withdrawRenewal", again.id, own)).state).toBe("cancelled");
  const third = await done("renewAccess", enrolment.id, own, { reason: "was ill after all" });
  const granted = await done("approveRenewal", third.id, office, { days: 7 });
  expect(granted).toMatchObject({ state: "granted", days: 7 });
  expect((await done("listRenewals", "", own)).items).toHaveLength(3);
  const early = await school.cohort({ ...terms, accessDays: 300 });
  const far = await done("createEnrolment", "", own, { cohortId: early.id });
  const refused = await school.post(`/enrolments/${far.enrolment.id}/renew`, own, { reason: "to be sure" });
  expect([refused.status, refused.body.code]).toEqual([409, "not_renewable"]);
});

test("students are found by the office, and are oneself for everybody else", async () => {
  expect((await done("listStudents", "", student.token)).items.map(({ id }: { id: string }) => id)).toEqual([
    student.id,
  ]);
  expect((await done("listStudents", "", office)).items.length).toBeGreaterThan(1);
  await done("readStudent", student.id, student.token);
  const called = { name: "Caller", email: "caller@example.org", welcome: true };
  expect(await done("createStudent", "", office, called)).toMatchObject({ name: "Caller", verified: false });
  const noted = { name: "Renamed", officeNote: "Pays by transfer." };
  expect(await done("editStudent", student.id, office, noted)).toMatchObject(noted);
  expect(await done("readStudent", student.id, student.token)).not.toHaveProperty("officeNote");
  const guest = await school.person("student");
  expect((await done("disableStudent", guest.id, office)).disabled).toBe(true);
  expect((await done("enableStudent", guest.id, office)).disabled).toBe(false);
});

test("two accounts of a person become one, and two again", async () => {
  const [one, other] = [await school.person("student"), await school.person("student")];
  const kept = await done("mergeStudent", one.id, office, { intoId: other.id, why: "the same person" });
  expect(kept.id).toBe(other.id);
  expect((await done("readStudent", one.id, office)).disabled).toBe(true);
  expect((await done("undoStudentMerge", one.id, office)).disabled).toBe(false);
});

test("a file of students is uploaded, checked, taken and removed", async () => {
  const file = { name: "people.csv", content: btoa("email,name\nfiled@example.org,Filed\nnobody,Nobody\n") };
  const { id, state } = await done("createStudentImport", "", office, { file });
  expect(state).toBe("checking");
  const advance = async () => {
    const read = () => school.reading(createSystemActor("import-students"));
    for (const found of await listImportsAtWork(read()))
      await advanceStudentImport({ read, write: school.asSystem }, found);
  };
  await advance();
  expect(await done("readStudentImport", id, office)).toMatchObject({
    state: "checked",
    counts: { created: 1, rejected: 1 },
  });
  const rows = await done("listStudentImportRows", id, office);
  expect(rows.items[0]).toMatchObject({ line: 2, outcome: "created", notes: ["makes the account"] });
  expect((await done("startStudentImport", id, office, { welcome: true })).state).toBe("running");
  await advance();
  expect((await done("readStudentImport", id, office)).state).toBe("done");
  expect(await done("removeStudentImport", id, office)).toEqual({ removed: true });
});

test("what was paid is given back, whole and by line", () => askForEndings({ school, office, student, done }));
test("a rate of tax is added, listed and removed", async () => {
  const rate = { kind: "Cookery", category: "standard", ratePpm: 26_000, validFrom: "2027-01-01" };
  const { id } = await done("addTaxRate", "", office, rate);
  expect((await done("listTaxRates", "", office)).items).toMatchObject([{ id, ...rate }]);
  expect(await done("removeTaxRate", id, office)).toEqual({ id });
});

test("every operation of the table was asked for above", () => {
  expect(OPERATIONS.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
});
