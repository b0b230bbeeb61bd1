import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readConfig } from "#config/config.ts";
import {
  apiTokens,
  attachments,
  courseStaff,
  outbox,
  bankAccounts,
  bankFiles,
  bankLines,
  bankStatements,
  payoutRuns,
  renewals,
  sessions,
  withdrawals,
} from "#db/schema/index.ts";
import { inviteColleague } from "#domain/accounts/invite-colleague.ts";
import { addTaxRate } from "#domain/tax/add-tax-rate.ts";
import { rotateCalendarKey } from "#domain/accounts/rotate-calendar-key.ts";
import { SCOPES } from "#domain/accounts/list-scopes.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { addEntry } from "#domain/accounting/add-entry.ts";
import { giveCourse } from "#domain/access/give-course.ts";
import { draftAnnouncement } from "#domain/announcements/draft-announcement.ts";
import { addSection } from "#domain/courses/add-section.ts";
import { addMaterial } from "#domain/courses/add-material.ts";
import { addMeeting } from "#domain/courses/add-meeting.ts";
import { createStudentImport } from "#domain/students/create-student-import.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { createClaimSecret, getClaimPath } from "#domain/claim-links/claim-secret.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { DAY_MS, HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { applyForPlace } from "#domain/applications/apply-for-place.ts";
import { createCoupon } from "#domain/coupons/create-coupon.ts";
import { NewCouponFields } from "#domain/coupons/inputs.ts";
import { createPriceRule } from "#domain/price-rules/create-price-rule.ts";
import { PriceRuleFields } from "#domain/price-rules/inputs.ts";
import { createSeatBlock } from "#domain/seat-blocks/create-seat-block.ts";
import { setCohortRules } from "#domain/rules/set-cohort-rules.ts";
import { addQuestion } from "#domain/questions/add-question.ts";
import { QuestionFields } from "#domain/questions/inputs.ts";
import { issueInvoice } from "#domain/invoices/issue-invoice.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { recordCertificateFile } from "#domain/certificates/record-certificate-file.ts";
import { issueCertificate } from "#domain/certificates/issue-certificate.ts";
import { completeEnrolment } from "#domain/enrolments/complete-enrolment.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { openRuntime, setRuntime } from "#runtime";
import { openTestSchool, type TestSchool } from "../school.ts";
import { ROLES_OF, SIGNED_IN, type Who } from "./who.ts";

type Person = { id: string; email: string; cookie: string; token: string; sessionId: string; tokenId: string };

export type Fixtures = Awaited<ReturnType<typeof openFixtureSchool>>;

/** A school with one of everything, all of it the student's, in a course that the instructor teaches. */
export async function openFixtureSchool() {
  const school = await openTestSchool({ paymentProviders: ["sandbox", "bank"] });
  school.clock.set(new Date());
  const dataDir =
    school.database.engine === "postgres"
      ? mkdtempSync(join(tmpdir(), "matricula-things-"))
      : dirname(school.database.url);
  const opened = openRuntime(
    readConfig({
      MATRICULA_DATA_DIR: dataDir,
      MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
      MATRICULA_LOG_LEVEL: "warn",
    }),
    { database: school.database, clock: school.clock, secret: "a secret for tests, known to everyone" },
  );
  setRuntime(opened);

  const people = {} as Record<Exclude<Who, "visitor">, Person>;
  for (const who of SIGNED_IN as Exclude<Who, "visitor">[]) people[who] = await comeIn(school, who);
  const provenAt = school.clock();
  const student = { type: "user", id: people.student.id, roles: ROLES_OF.student, provenAt } as const;
  const by = school.as(student);

  const course = await createFixtureCourse(school, people.instructor.id);
  const place = await by((ctx) => enrolStudent(ctx, { cohortId: course.freeCohortId, studentId: student.id }));
  const unpaid = await by((ctx) => enrolStudent(ctx, { cohortId: course.paidCohortId, studentId: student.id }));
  const payment = await beginPayment({ actor: student }, { orderId: unpaid.order.id, provider: "sandbox" });
  const settled = await paidByTransfer(school, course.transferCohortId, student);
  const invoice = await invoiced(school, settled.paidOrderId);
  const waiting = await by((ctx) => joinWaitingList(ctx, { cohortId: course.fullCohortId, studentId: student.id }));
  const together = await school.cohort({}, { title: "Together" });
  const places = Array.from({ length: 3 }, (_, at) => ({ name: "", email: at === 0 ? "mia@example.org" : null }));
  const forOthers = await by((ctx) => enrolOthers(ctx, { cohortId: together.id, buyerId: student.id, places }));
  const [claimLink, otherLink] = forOthers.links;
  if (!claimLink || !otherLink) throw new Error("no place was bought");
  const sha256 = await opened.files.put(new TextEncoder().encode("A scan of a receipt."));
  const file = { sha256, name: "receipt.txt", mediaType: "text/plain", sizeBytes: 20 };
  const { ticket } = await by((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "A question", body: "Is there tea?", files: [file] }),
  );
  const [attached] = await school.database.read.select({ fileId: attachments.fileId }).from(attachments);
  const given = {
    studentId: student.id,
    courseId: course.courseId,
    days: null,
    until: null,
    why: "a prize",
    notify: false,
  };
  const gift = await school.asSystem((ctx) => giveCourse(ctx, given));
  const renewalId = createId("renewal");
  const now = school.clock();
  const asked = { enrolmentId: place.enrolment.id, studentId: student.id, courseId: course.courseId, days: 30 };
  await school.database.write((tx) =>
    tx.insert(renewals).values({ ...asked, id: renewalId, state: "requested", renewsFrom: now, createdAt: now }),
  );
  const decided = await school.cohort({}, { title: "Decided" });
  const applied = await school.cohort({}, { title: "Applied" });
  const birthPrompts = { en: "Born" };
  for (const { id: cohortId } of [decided, applied])
    await school.asSystem((ctx) => setCohortRules(ctx, { cohortId, birthPrompts, needsApproval: true }));
  const application = await by((ctx) => applyForPlace(ctx, { cohortId: decided.id, studentId: student.id }));
  const blocked = await school.cohort({ capacity: 50 }, { title: "Blocked" });
  const group = { name: "Muster AG", code: "MUSTER-26", addresses: [], seats: 1, untilOn: "2199-01-01" };
  const block = await school.asSystem((ctx) => createSeatBlock(ctx, { cohortId: blocked.id, ...group }));
  const table = { format: "matricula", source: "matricula", encoding: "utf-8", delimiter: "," } as const;
  const { importId: studentImportId } = await school.asSystem((ctx) =>
    createStudentImport(ctx, {
      ...table,
      ...{ fileName: "people.csv", header: ["email", "name"], mapping: ["email", "name"], rowCount: 1 },
    }),
  );
  const done = await school.cohort({}, { title: "Done" });
  const ended = await by((ctx) => enrolStudent(ctx, { cohortId: done.id, studentId: student.id }));
  const completedEnrolmentId = ended.enrolment.id;
  await school.asSystem((ctx) => completeEnrolment(ctx, { enrolmentId: completedEnrolmentId, why: "passed" }));
  const certificate = await school.asSystem((ctx) => issueCertificate(ctx, { enrolmentId: completedEnrolmentId }));
  // A job makes it some seconds later.
  const made = { sha256, name: "certificate.pdf", mediaType: "application/pdf", sizeBytes: 20 };
  await school.asSystem((ctx) =>
    recordCertificateFile(ctx, { certificateId: certificate.id, keyId: "key", signed: "signed", file: made }),
  );
  const coupon = (code: string | null) =>
    school.asSystem((ctx) =>
      createCoupon(ctx, NewCouponFields.parse({ name: "Spring", code, kind: "percent", percentPpm: 100_000 })),
    );
  const [{ id: couponId }, { id: codesCouponId }] = [await coupon("SPRING-26"), await coupon(null)];
  const several = { name: "Siblings", kind: "several_places", effect: "percent", percentPpm: 100_000 };
  const { id: priceRuleId } = await school.asSystem((ctx) => createPriceRule(ctx, PriceRuleFields.parse(several)));
  const payoutRunId = createId("payoutRun");
  await school.database.write((tx) =>
    tx.insert(payoutRuns).values({
      ...{ id: payoutRunId, code: "RUN22222", state: "open", currency: "CHF", createdAt: now },
      ...{ debtorHolder: "School", debtorIban: "CH9300762011623852957", requestedOn: "2030-01-08" },
    }),
  );
  const bank = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
  const bankLineId = createId("bankLine");
  const [bankStatementId, previousId] = [createId("bankStatement"), createId("bankStatement")];
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: bank.accountId, iban: "CH5604835012345678009", createdAt: now });
    await tx.insert(bankFiles).values({
      ...{ id: bank.fileId, hash: "0", name: "statement.xml", format: "camt053", createdAt: now },
      ...{ lineCount: 1, newCount: 1, findings: [] },
    });
    await tx.insert(bankLines).values({
      ...{ ...bank, id: bankLineId, key: "1", source: "camt053", fileLine: 1, state: "waiting", createdAt: now },
      ...{ bookedOn: "2030-01-08", amountMinor: 100, amountText: "1.00", currency: "CHF" },
    });
    const stated = { ...bank, currency: "CHF", createdAt: now };
    await tx.insert(bankStatements).values([
      { ...stated, ...toBalances("2030-01-07", 100), id: previousId },
      { ...stated, ...toBalances("2030-01-08", 300), id: bankStatementId, problem: "gap", previousId },
    ]);
  });
  const opening = { debit: "bank", credit: "opening", amountMinor: 100, currency: "CHF" } as const;
  await school.asSystem((ctx) => addEntry(ctx, { ...opening, bookedOn: "2020-01-08", words: "Opening balance" }));
  const withdrawalId = createId("withdrawal");
  const declared = { id: withdrawalId, code: "ZZZZZZZ", email: "nobody@example.org", name: "Nobody" };
  await school.database.write((tx) => tx.insert(withdrawals).values({ ...declared, state: "open", receivedAt: now }));
  const [mail] = await school.database.read.select({ id: outbox.id }).from(outbox).limit(1);
  const { key } = await by((ctx) => rotateCalendarKey(ctx, { userId: student.id }));

  const rate = {
    kind: "Cookery",
    country: "",
    category: "standard",
    ratePpm: 26_000,
    note: "",
    validFrom: "",
  } as const;
  const taxRate = await school.asSystem((ctx) => addTaxRate(ctx, rate));

  const invited = { email: "invited@example.org", name: "Invited", role: "support" } as const;
  const { invitationId } = await school.asSystem((ctx) => inviteColleague(ctx, invited));

  return {
    school,
    dataDir,
    invitationId,
    studentImportId,
    people,
    ...course,
    enrolmentId: place.enrolment.id,
    grantId: gift.id,
    renewalId,
    ...{ seatBlockId: block.id, blockCohortId: blocked.id },
    ...{ couponId, codesCouponId, priceRuleId },
    ...{ payoutRunId, bankLineId, bankAccountId: bank.accountId, bankStatementId, withdrawalId, taxRateId: taxRate.id },
    ...{ applicationId: application.id, decidedCohortId: decided.id, applyCohortId: applied.id },
    completedEnrolmentId,
    certificateId: certificate.id,
    orderId: unpaid.order.id,
    orderCode: unpaid.order.code,
    paymentId: payment.id,
    checkoutPath: new URL(payment.checkoutUrl ?? "", "http://localhost").pathname,
    ...settled,
    ...{ invoiceId: invoice.id, invoiceCode: invoice.code },
    waitingId: waiting.id,
    claimLinkId: claimLink.id,
    claimSecret: createClaimSecret(opened.secret, claimLink),
    claimPath: getClaimPath(otherLink, createClaimSecret(opened.secret, otherLink)),
    claimOrderCode: forOthers.order.code,
    claimCohortId: together.id,
    ticketId: ticket.id,
    ticketCode: ticket.code,
    fileId: attached?.fileId ?? "",
    mailId: mail?.id ?? "",
    calendarKey: key,
    async close() {
      await school.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The paid order has an invoice, which the office has issued once the school had said where it is. */
async function invoiced(school: TestSchool, orderId: string) {
  const address = { addressPostCode: "4052", addressTown: "Basel", addressCountry: "CH" };
  await school.asSystem((ctx) => changeSettings(ctx, address));
  const issued = await school.asSystem((ctx) => issueInvoice(ctx, { orderId }));
  await school.asSystem((ctx) => changeSettings(ctx, { addressTown: "" }));
  return issued;
}

/** Somebody with a session and a token that may do whatever they may. */
async function comeIn(school: TestSchool, who: Exclude<Who, "visitor">): Promise<Person> {
  const { id, email } = await school.person(...ROLES_OF[who]);
  const [session, token] = [createSecret(), `mtr_${createSecret()}`];
  const [sessionId, tokenId] = [createId("session"), createId("apiToken")];
  const now = school.clock();
  await school.database.write(async (tx) => {
    await tx.insert(sessions).values({
      ...{ id: sessionId, tokenHash: hashToken(session), userId: id },
      ...{ createdAt: now, lastSeenAt: now, expiresAt: addMs(now, DAY_MS) },
    });
    await tx.insert(apiTokens).values({
      id: tokenId,
      tokenHash: hashToken(token),
      userId: id,
      name: who,
      scopes: [...SCOPES],
      createdAt: now,
    });
  });
  return { id, email, cookie: `session=${session}`, token, sessionId, tokenId };
}

async function createFixtureCourse(school: TestSchool, teacherId: string) {
  const slug = "bookbinding";
  const free = await school.cohort(
    { name: "Free", moveDays: 0 },
    { slug, title: "Bookbinding", summary: "Paper and thread." },
  );
  const { courseId } = free;
  const cohort = (facts: Parameters<TestSchool["cohort"]>[0]) => school.cohort(facts, { id: courseId });
  const draft = await school.cohort({}, { slug: "not-yet", title: "Not yet", state: "draft" });
  await school.database.write(async (tx) => {
    await tx.insert(courseStaff).values({ courseId, userId: teacherId });
  });
  const starts = addMs(school.clock(), DAY_MS);
  const { id: meetingId } = await school.asSystem((ctx) =>
    addMeeting(ctx, {
      ...{ cohortId: free.id, title: "First evening", note: "", place: "Room 2", link: "" },
      ...{ startsAt: starts, endsAt: addMs(starts, HOUR_MS) },
    }),
  );
  const material = { kind: "text", title: "Tools", body: "A bone folder.", url: "", fileId: null } as const;
  const { id: materialId } = await school.asSystem((ctx) => addMaterial(ctx, { courseId, ...material }));
  const preview = { ...material, title: "First page", isPreview: true };
  const { id: previewId } = await school.asSystem((ctx) => addMaterial(ctx, { courseId, ...preview }));
  const { id: sectionId } = await school.asSystem((ctx) => addSection(ctx, { courseId, title: "Binding" }));
  const teacher: Actor = { type: "user", id: teacherId, roles: ["instructor"] };
  const text = { cohortId: null, audience: "everyone", subject: "Bring an apron", body: "It gets sticky." } as const;
  const { id: announcementId } = await school.as(teacher)((ctx) => draftAnnouncement(ctx, { courseId, ...text }));
  const question = QuestionFields.parse({ kind: "text", prompt: "What brings you here?" });
  return {
    courseId,
    courseSlug: slug,
    draftSlug: "not-yet",
    draftCourseId: draft.courseId,
    materialId,
    previewId,
    sectionId,
    announcementId,
    questionId: (await school.asSystem((ctx) => addQuestion(ctx, { courseId, ...question }))).id,
    meetingId,
    freeCohortId: free.id,
    paidCohortId: (await cohort({ name: "Paid", priceMinor: 48_000 })).id,
    transferCohortId: (await cohort({ name: "By transfer", priceMinor: 9_500 })).id,
    tentativeCohortId: (await cohort({ name: "If enough come", studentsMin: 6 })).id,
    otherFreeCohortId: (await cohort({ name: "Free in spring" })).id,
    fullCohortId: (await cohort({ name: "Full", capacity: 0 })).id,
  };
}

async function paidByTransfer(school: TestSchool, cohortId: string, student: Actor & { type: "user" }) {
  const { order, payment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, provider: "bank" }),
  );
  if (!payment) throw new Error("a paid place has a payment");
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  const back = { paymentId: payment.id, amountMinor: 100, reason: "a day less" };
  const { refund } = await school.asSystem((ctx) => requestRefund(ctx, back));
  return { paidOrderId: order.id, paidOrderCode: order.code, settledPaymentId: payment.id, refundId: refund.id };
}

/** A day on which an account held as much in the evening as in the morning. */
const toBalances = (day: string, minor: number) => ({
  ...{ openingOn: day, openingMinor: minor, closingOn: day, closingMinor: minor },
});
