import { globSync, readFileSync } from "node:fs";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  apiTokens,
  courseStaff,
  grants,
  identities,
  materials,
  materialSections,
  meetings,
  renewals,
  waitingList,
} from "#db/schema/index.ts";
import { addPapers } from "#tests/support/add-papers.ts";
import { asStep } from "#tests/support/as-step.ts";
import { MONEY_VERBS } from "#tests/support/money-verbs.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createLink } from "./accounts/one-time-code.ts";
import { createSession } from "./accounts/create-session.ts";
import { enrolOthers } from "./checkout/enrol-others.ts";
import { enrolStudent } from "./checkout/enrol-student.ts";
import { type Actor, createSystemActor } from "./kernel/actor.ts";
import { addMs, HOUR_MS } from "./kernel/clock.ts";
import type { WriteCtx } from "./kernel/command.ts";
import { createId } from "./kernel/ids.ts";
import { isRefusal } from "./kernel/refusal.ts";
import { type Action, isAllowed, type Resource } from "./policy.ts";
import { draftAnnouncement } from "./announcements/draft-announcement.ts";
import { openTicket } from "./tickets/open-ticket.ts";

/** What a verb acts on: a thing of the buyer's, of the course that the teacher teaches, of both, or of the school. */
type Whose = "buyer" | "course" | "buyer and course" | "school";

type Things = Awaited<ReturnType<typeof makeThings>>;

const ANNOUNCED = { cohortId: null, audience: "everyone", subject: "S", body: "B" } as const;

/**
 * Every verb: the action that it asks the policy for, whose the thing is, and what it is called with. The rest of an input is
 * left out, for whoever may not is refused before it is read.
 */
const VERBS: Record<string, [action: Action, whose: Whose, input: (things: Things) => unknown]> = {
  // Whoever holds the secret proves themselves by it.
  "accounts/accept-invitation": ["account.prove", "school", () => ({})],
  "accounts/link-identity": ["session.create", "school", () => ({})],
  "accounts/request-code": ["account.prove", "school", () => ({})],
  "accounts/reset-password": ["account.prove", "school", () => ({})],
  "accounts/sign-in-with-code": ["session.create", "school", () => ({})],
  "accounts/sign-up": ["account.create", "school", () => ({})],
  "accounts/start-session": ["session.create", "school", () => ({})],
  // What is open to somebody.
  "access/extend-access": ["access.extend", "buyer", ({ enrolment }) => ({ ...enrolment, ...AS_LONG })],
  "access/shorten-access": ["access.shorten", "buyer", ({ enrolment }) => ({ ...enrolment, ...AS_LONG })],
  "access/give-course": ["access.give", "buyer", ({ gift }) => ({ ...gift, ...AS_LONG })],
  "access/approve-renewal": ["renewal.decide", "buyer", ({ renewal }) => renewal],
  "access/withdraw-renewal": ["renewal.create", "buyer", ({ renewal }) => renewal],
  "access/decline-renewal": ["renewal.decide", "buyer", ({ renewal }) => renewal],
  // Places that were bought for others.
  "checkout/enrol-others": ["claim_link.create", "buyer", ({ bought }) => bought],
  "checkout/claim-enrolment": ["claim_link.use", "school", ({ claimLink }) => ({ ...claimLink, ...NO_SECRET })],
  "checkout/reassign-claim-link": ["claim_link.edit", "buyer", ({ claimLink }) => claimLink],
  "checkout/cancel-claim-link": ["claim_link.cancel", "buyer", ({ claimLink }) => claimLink],
  "checkout/cancel-cohort-claim": ["claim_link.cancel", "school", ({ claimLink }) => claimLink],
  "claim-links/renew-claim-link": ["claim_link.edit", "buyer", ({ claimLink }) => claimLink],
  "claim-links/send-claim-link": ["claim_link.edit", "buyer", ({ claimLink }) => claimLink],
  "claim-links/withdraw-claim-link": ["claim_link.edit", "buyer", ({ claimLink }) => claimLink],
  "claim-links/remind-of-claim-links": ["claim_link.remind", "school", ({ order }) => order.orderId],
  "checkout/renew-access": ["renewal.create", "buyer", ({ enrolment }) => enrolment],
  "access/remind-of-access": ["access.remind", "school", () => ({ reminders: [] })],
  "calendar/remind-of-meeting": ["cohort.remind", "school", () => ({ meetingId: "" })],
  "calendar/notify-of-meetings": ["cohort.notify", "school", ({ cohort }) => cohort],
  "access/revoke-grant": ["access.revoke", "buyer", ({ grantId }) => ({ grantId, why: "", notify: false })],
  // What says that somebody has done a course.
  "certificates/issue-certificate": ["certificate.issue", "course", ({ enrolment }) => enrolment],
  "certificates/issue-certificates": ["certificate.issue", "course", ({ cohort }) => cohort],
  "certificates/name-certificate": ["certificate.name", "buyer", ({ enrolment }) => ({ ...enrolment, name: "A" })],
  "certificates/correct-certificate": ["certificate.correct", "buyer", ({ certificate }) => certificate],
  "certificates/revoke-certificate": ["certificate.revoke", "buyer", ({ certificate }) => certificate],
  "certificates/restore-certificate": ["certificate.revoke", "buyer", ({ certificate }) => certificate],
  "certificates/record-certificate-file": ["certificate.sign", "school", () => ({ certificateId: "", failure: "" })],
  "certificates/rotate-certificate-key": ["certificate.sign", "school", () => ({ key: NEW_KEY, instead: "none" })],
  "certificates/set-certificate-name": [
    "account.edit",
    "buyer",
    ({ buyer }) => ({ ...buyer, certificateName: "Anna" }),
  ],
  "certificates/set-certificate-terms": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, ...NO_TERMS })],
  "courses/copy-course": ["course.create", "school", ({ course }) => ({ ...course, title: "Copied" })],
  "courses/copy-cohort": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, ...ONE_COPY })],
  // A person's own account.
  "accounts/change-language": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/change-password": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/change-profile": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/confirm-email-change": ["account.edit", "buyer", ({ newAddress }) => newAddress],
  "accounts/confirm-session": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/connect-identity": [
    "account.edit",
    "buyer",
    ({ buyer, sessionId }) => ({ ...buyer, sessionId, identity: {} }),
  ],
  "accounts/create-token": ["token.create", "buyer", ({ buyer }) => buyer],
  "accounts/disconnect-identity": ["account.edit", "buyer", ({ identityId }) => ({ identityId })],
  "accounts/end-other-sessions": ["session.end", "buyer", ({ buyer }) => buyer],
  "accounts/end-session": ["session.end", "buyer", ({ sessionId }) => ({ sessionId })],
  "accounts/request-email-change": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/revoke-token": ["token.revoke", "buyer", ({ tokenId }) => ({ tokenId })],
  "accounts/rotate-calendar-key": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/rotate-session": ["account.edit", "buyer", ({ buyer }) => buyer],
  "accounts/verify-email": ["account.edit", "buyer", ({ address }) => address],
  // The team and the people.
  "accounts/enable-user": ["student.disable", "school", ({ buyer }) => buyer],
  "accounts/grant-role": ["team.edit", "school", ({ buyer }) => ({ ...buyer, role: "support" })],
  "accounts/invite-colleague": [
    "team.edit",
    "school",
    () => ({ email: "new@example.org", name: "N", role: "support" }),
  ],
  "accounts/invite-owner": ["team.edit_owner", "school", () => ({ email: "new@example.org" })],
  "accounts/revoke-invitation": ["team.edit", "school", () => ({ invitationId: "" })],
  "accounts/revoke-role": ["team.edit", "school", ({ buyer }) => ({ ...buyer, role: "support" })],
  "checkout/disable-user": ["student.disable", "school", ({ buyer }) => buyer],
  "students/create-student": ["student.create", "school", () => ({})],
  "students/edit-student": ["student.edit", "school", () => ({ userId: "" })],
  "students/create-student-import": ["student.import", "school", () => ({})],
  "students/add-import-rows": ["student.import", "school", () => ({ importId: "", rows: [] })],
  "students/check-student-import": ["student.import", "school", () => ({ importId: "" })],
  "students/record-import-rows": ["student.import", "school", () => ({ importId: "", findings: [], isDone: true })],
  "students/start-student-import": ["student.import", "school", () => ({ importId: "", welcome: false })],
  "students/complete-import-step": ["student.import", "school", () => ({ importId: "", step: "checking" })],
  "students/remove-student-import": ["student.import", "school", () => ({ importId: "" })],
  "checkout/merge-students": ["student.merge", "school", () => ({ fromId: "", intoId: "" })],
  "checkout/undo-student-merge": ["student.merge", "school", () => ({ fromId: "" })],
  "checkout/import-student": ["student.import", "school", () => ({ importId: "", place: 1 })],
  // Records.
  "audit/record-export": ["order.list", "school", () => ({ action: "order.list" })],
  "audit/record-security-events": ["security.record", "school", () => []],
  "files/add-file": ["file.upload", "school", () => ({})],
  "files/record-bytes-removed": ["maintenance.purge", "school", () => 1],
  "mail/claim-due-mails": ["mail.send", "school", () => 1],
  "mail/record-sending": ["mail.send", "school", () => []],
  "mail/resend-mail": ["mail.resend", "school", () => ({ mailId: "" })],
  "maintenance/fill-text-keys": ["maintenance.fill_keys", "school", () => undefined],
  "maintenance/notify-owners": ["maintenance.notify", "school", () => ({})],
  "maintenance/purge-rows": ["maintenance.purge", "school", () => "rate_limits"],
  "maintenance/record-discrepancies": ["maintenance.reconcile", "school", () => ({ found: [], isAll: true })],
  "maintenance/record-manual-run": ["system.run", "school", () => ({})],
  "settings/change-connections": ["connection.edit", "school", () => ({ part: "bank", values: {} })],
  "settings/change-settings": ["settings.edit", "school", () => ({})],
  "settings/translate-school": ["settings.edit", "school", () => ({})],
  // Courses.
  "courses/add-material": ["material.edit", "course", ({ course }) => course],
  "courses/add-meeting": ["cohort.edit", "school", ({ cohort }) => cohort],
  "courses/archive-course": ["course.publish", "school", ({ course }) => course],
  "courses/create-cohort": ["cohort.edit", "school", ({ course }) => course],
  "courses/create-course": ["course.create", "school", () => ({})],
  "courses/edit-cohort": ["cohort.edit", "school", ({ cohort }) => cohort],
  "courses/edit-course": ["course.edit", "course", ({ course }) => course],
  "courses/edit-material": ["material.edit", "course", ({ materialId }) => ({ materialId })],
  "courses/edit-meeting": ["cohort.edit", "school", () => ({ meetingId: "" })],
  "courses/import-cohorts": ["course.import", "school", () => ({ source: "", rows: [] })],
  "courses/import-courses": ["course.import", "school", () => ({ source: "", publish: false, rows: [] })],
  "courses/publish-course": ["course.publish", "school", ({ course }) => course],
  "courses/remove-material": ["material.edit", "course", ({ materialId }) => ({ materialId })],
  "courses/remove-meeting": ["cohort.edit", "school", () => ({ meetingId: "" })],
  "courses/move-material": ["material.edit", "course", ({ materialId }) => ({ materialId, direction: "up" })],
  "courses/add-section": ["material.edit", "course", ({ course }) => course],
  "courses/edit-section": ["material.edit", "course", ({ sectionId }) => ({ sectionId })],
  "courses/translate-section": ["material.edit", "course", ({ sectionId }) => ({ sectionId, language: "de" })],
  "courses/move-section": ["material.edit", "course", ({ sectionId }) => ({ sectionId, direction: "up" })],
  "courses/remove-section": ["material.edit", "course", ({ sectionId }) => ({ sectionId })],
  "courses/reorder-materials": ["material.edit", "course", ({ course }) => ({ ...course, materialIds: [] })],
  "courses/replace-meetings": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, meetings: [] })],
  "courses/set-course-staff": ["course.staff", "school", ({ course }) => ({ ...course, staff: [] })],
  "checkout/confirm-cohort": ["cohort.edit", "school", ({ cohort }) => cohort],
  "checkout/notify-of-confirmation": ["cohort.remind", "school", () => ""],
  "checkout/remind-of-decision": ["cohort.remind", "school", () => ""],
  "courses/set-cohort-terms": ["cohort.edit", "school", ({ cohort }) => cohort],
  "applications/apply-for-place": ["application.create", "buyer", ({ seat }) => seat],
  "applications/withdraw-application": ["application.withdraw", "buyer", ({ application }) => application],
  "applications/decline-application": [
    "application.decide",
    "buyer",
    ({ application }) => ({ ...application, reply: "No." }),
  ],
  "checkout/approve-application": ["application.decide", "buyer", ({ application }) => application],
  "seat-blocks/create-seat-block": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, ...NO_BLOCK })],
  "seat-blocks/end-seat-block": ["cohort.edit", "school", () => ({ blockId: "" })],
  "rules/set-cohort-rules": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, birthPrompts: {} })],
  "courses/translate-cohort": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, language: "de" })],
  "courses/translate-meeting": ["cohort.edit", "school", () => ({ meetingId: "", language: "de" })],
  "courses/translate-course": ["course.edit", "course", ({ course }) => ({ ...course, language: "de" })],
  "courses/unpublish-course": ["course.publish", "school", ({ course }) => course],
  "checkout/cancel-cohort": ["cohort.edit", "school", ({ cohort }) => cohort],
  // Enrolments and waiting.
  "checkout/cancel-cohort-place": ["enrolment.cancel", "school", ({ enrolment }) => enrolment],
  "checkout/cancel-enrolment": ["enrolment.cancel", "buyer and course", ({ enrolment }) => enrolment],
  "checkout/leave-cohort": ["enrolment.leave", "buyer and course", ({ enrolment }) => enrolment],
  "checkout/end-cohort-waiting": ["waiting.offer", "school", ({ cohort }) => cohort],
  "checkout/enrol-student": ["enrolment.create", "buyer", ({ seat }) => seat],
  // What is asked at enrolment.
  "questions/add-question": ["question.edit", "school", ({ course }) => course],
  "questions/edit-question": ["question.edit", "school", () => ({ questionId: "" })],
  "questions/retire-question": ["question.edit", "school", () => ({ questionId: "" })],
  "questions/answer-questions": ["answer.give", "buyer", ({ enrolment }) => ({ ...enrolment, answers: [] })],
  "questions/erase-answers": ["answer.erase", "school", ({ enrolment }) => enrolment],
  "enrolments/add-enrolment": ["enrolment.add", "school", ({ seat }) => seat],
  "enrolments/confirm-completion": ["enrolment.complete", "buyer and course", ({ enrolment }) => enrolment],
  "enrolments/complete-enrolment": ["enrolment.complete", "buyer and course", ({ enrolment }) => enrolment],
  "enrolments/complete-due-enrolment": ["enrolment.complete_by_rule", "school", ({ enrolment }) => enrolment],
  "learning/mark-material-done": ["progress.edit", "buyer", ({ materialId }) => ({ materialId })],
  "learning/undo-material-done": ["progress.edit", "buyer", ({ materialId }) => ({ materialId })],
  "checkout/switch-cohort": ["enrolment.leave", "buyer", ({ enrolment }) => ({ ...enrolment, toCohortId: "coh_none" })],
  "checkout/move-enrolment": ["enrolment.move", "buyer and course", ({ enrolment }) => enrolment],
  "enrolments/resume-enrolment": ["enrolment.suspend", "buyer and course", ({ enrolment }) => enrolment],
  "checkout/revoke-enrolment": ["enrolment.revoke", "buyer and course", ({ enrolment }) => enrolment],
  "enrolments/suspend-enrolment": ["enrolment.suspend", "buyer and course", ({ enrolment }) => enrolment],
  "waiting/join-waiting-list": ["waiting.join", "buyer", ({ seat }) => seat],
  "waiting/lapse-offer": ["waiting.offer", "school", ({ waitingId }) => waitingId],
  "waiting/leave-waiting-list": ["waiting.decide", "buyer", ({ waitingId }) => waitingId],
  "waiting/offer-free-seats": ["waiting.offer", "school", ({ cohort }) => cohort.cohortId],
  // Orders and money.
  "checkout/apply-payment-update": ["payment.settle", "school", ({ payment }) => payment],
  "checkout/cancel-order": ["order.cancel", "buyer", ({ order }) => order],
  "checkout/confirm-transfer": ["payment.confirm", "school", ({ payment }) => payment.paymentId],
  ...MONEY_VERBS,
  "checkout/draft-order": ["order.draft", "school", ({ seat }) => seat],
  "checkout/expire-order": ["order.expire", "school", ({ order }) => order.orderId],
  "checkout/refuse-checkout": ["payment.fail", "school", ({ payment }) => payment],
  "checkout/send-order": ["order.draft", "school", ({ order }) => order],
  "orders/resolve-order": ["order.resolve", "school", ({ order }) => order],
  "checkout/request-payment-again": ["order.resolve", "school", ({ order }) => order],
  "payouts/create-payout-run": ["payout.create", "school", () => ({ currency: "", debtor: { iban: "" } })],
  "payouts/release-payout-file": ["payout.download", "school", () => ({ runId: "" })],
  "payouts/remove-from-payout-run": ["payout.remove", "school", () => ({ runId: "", refundId: "" })],
  "payouts/mark-payout-run-sent": ["payout.send", "school", () => ({ runId: "" })],
  "payouts/cancel-payout-run": ["payout.cancel", "school", () => ({ runId: "", why: "" })],
  "refunds/request-refund-account": ["refund.ask", "school", () => ({ refundId: "" })],
  "refunds/record-returned-refund": ["refund.return", "school", () => ({ refundId: "", reason: "transfer_returned" })],
  "refunds/mark-refund-sent": ["refund.request", "school", () => ({ refundId: "" })],
  "refunds/record-external-refund": ["refund.record", "school", () => ({})],
  "refunds/record-refund": ["refund.record", "school", () => ({ refundId: "", view: { state: "done" } })],
  "refunds/request-refund": ["refund.request", "school", ({ payment }) => payment],
  "refunds/set-refund-account": ["refund.account", "buyer", ({ order }) => order],
  // What is written to the students of a course, and how it is used.
  "attendance/mark-attendance": ["attendance.mark", "course", ({ meeting }) => ({ ...meeting, marks: [] })],
  "attendance/reset-mark": ["attendance.mark", "course", ({ meeting, enrolment }) => ({ ...meeting, ...enrolment })],
  "attendance/mark-unmarked": ["attendance.mark", "course", ({ meeting }) => meeting],
  "attendance/check-in-student": ["attendance.check_in", "buyer", ({ seat, meeting }) => ({ ...seat, ...meeting })],
  "announcements/draft-announcement": ["announcement.send", "course", ({ course }) => ({ ...course, ...ANNOUNCED })],
  "announcements/edit-announcement": ["announcement.send", "course", ({ announcement }) => announcement],
  "announcements/send-announcement": ["announcement.send", "course", ({ announcement }) => announcement],
  "announcements/discard-announcement": ["announcement.send", "course", ({ announcement }) => announcement],
  "announcements/deliver-announcement": ["announcement.deliver", "school", () => undefined],
  "courses/delete-course": ["course.delete", "school", ({ course }) => course],
  "usage/count-openings": ["maintenance.count_usage", "school", () => undefined],
  "usage/purge-openings": ["maintenance.purge", "school", () => undefined],
  // Tickets.
  "tickets/add-note": ["ticket.note", "buyer", ({ ticket }) => ticket],
  "tickets/answer-ticket": ["ticket.answer", "buyer", ({ ticket }) => ticket],
  "tickets/assign-ticket": ["ticket.assign", "buyer", ({ ticket }) => ticket],
  "tickets/close-quiet-ticket": ["ticket.close", "buyer", ({ ticket }) => ticket],
  "tickets/close-ticket": ["ticket.close", "buyer", ({ ticket }) => ticket],
  "tickets/merge-ticket": ["ticket.merge", "buyer", ({ ticket }) => ({ ...ticket, into: "" })],
  "tickets/open-ticket": ["ticket.open", "buyer", ({ buyer }) => ({ requesterId: buyer.userId })],
  "tickets/reopen-ticket": ["ticket.reopen", "buyer", ({ ticket }) => ticket],
  "tickets/reply-to-ticket": ["ticket.reply", "buyer", ({ ticket }) => ticket],
  "tickets/resolve-ticket": ["ticket.resolve", "buyer", ({ ticket }) => ticket],
  "tickets/set-ticket-priority": ["ticket.prioritise", "buyer", ({ ticket }) => ticket],
};

let school: TestSchool;
let things: Things;

beforeAll(async () => {
  school = await openTestSchool();
  things = await makeThings();
});
afterAll(() => school.drop());

async function makeThings() {
  const buyer = await school.person("student");
  const teacher = await school.person("instructor");
  const { id: cohortId, courseId } = await school.cohort({ priceMinor: 500, capacity: 5 });
  const [materialId, identityId, waitingId] = [createId("material"), createId("identity"), createId("waiting")];
  const sectionId = createId("materialSection");
  const [tokenId, grantId, renewalId] = [createId("apiToken"), createId("grant"), createId("renewal")];
  const at = school.clock();
  await school.database.write(async (tx) => {
    await tx.insert(courseStaff).values({ courseId, userId: teacher.id });
    const stamps = { createdAt: at, updatedAt: at };
    await tx.insert(materials).values({ id: materialId, courseId, kind: "text", title: "M", ...stamps });
    await tx.insert(materialSections).values({ id: sectionId, courseId, title: "S", ...stamps });
    await tx
      .insert(identities)
      .values({ id: identityId, provider: "o", subject: "s", userId: buyer.id, createdAt: at });
    const given = { id: grantId, studentId: buyer.id, courseId, why: "gift" as const };
    await tx.insert(grants).values({ ...given, startsAt: at, createdAt: at });
    const token = { id: tokenId, userId: buyer.id, name: "T", tokenHash: "h", scopes: [] };
    await tx.insert(apiTokens).values({ ...token, createdAt: at });
  });
  const meetingId = createId("meeting");
  await school.database.write((tx) =>
    tx.insert(meetings).values({ id: meetingId, cohortId, startsAt: at, endsAt: addMs(at, HOUR_MS) }),
  );
  const link = (purpose: "new_address" | "verify") =>
    school.asSystem(asStep((ctx) => createLink(ctx, { userId: buyer.id, purpose, newEmail: "new@example.org" })));
  const device = { agent: "", address: "" };
  const session = await school.asSystem(asStep((ctx) => createSession(ctx, buyer.id, device)));
  const bought = await school.as(buyer)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: buyer.id, provider: "sandbox" }),
  );
  const other = await school.cohort({ priceMinor: 500, capacity: 5 });
  const place = { name: "", email: null };
  const forOthers = await school.as(buyer)((ctx) =>
    enrolOthers(ctx, { cohortId: other.id, buyerId: buyer.id, places: [place] }),
  );
  const asked = { id: renewalId, enrolmentId: bought.enrolment.id, studentId: buyer.id, courseId, days: 1 };
  await school.database.write((tx) =>
    tx.insert(renewals).values({ ...asked, state: "requested", renewsFrom: at, createdAt: at }),
  );
  const { applicationId, certificateId, offerId, cardId } = await addPapers(school, {
    ...{ studentId: buyer.id, courseId, cohortId, enrolmentId: bought.enrolment.id, appliedTo: other.id },
  });
  const { id: announcementId } = await school.as(teacher)((ctx) => draftAnnouncement(ctx, { courseId, ...ANNOUNCED }));
  const entry = { id: waitingId, cohortId, studentId: buyer.id, state: "waiting", since: at } as const;
  await school.database.write((tx) => tx.insert(waitingList).values(entry));
  const ticket = await school.as(buyer)((ctx) =>
    openTicket(ctx, { requesterId: buyer.id, subject: "Subject", body: "Body" }),
  );
  return {
    who: { buyer, teacher },
    resources: {
      buyer: { ownerId: buyer.id },
      course: { teacherIds: [teacher.id] },
      "buyer and course": { ownerId: buyer.id, teacherIds: [teacher.id] },
      school: {},
    } satisfies Record<Whose, Resource>,
    buyer: { userId: buyer.id },
    newAddress: { secret: (await link("new_address")).secret },
    address: { secret: (await link("verify")).secret },
    ...{ identityId, sessionId: session.sessionId, tokenId, materialId, sectionId, waitingId },
    course: { courseId },
    gift: { studentId: buyer.id, courseId },
    grantId,
    offer: { offerId },
    card: { cardId },
    application: { applicationId },
    renewal: { renewalId, answer: "" },
    cohort: { cohortId },
    seat: { cohortId, studentId: buyer.id },
    enrolment: { enrolmentId: bought.enrolment.id, why: "" },
    order: { orderId: bought.order.id, why: "" },
    payment: { paymentId: bought.payment?.id ?? "" },
    ticket: { ticketId: ticket.ticket.id, body: "" },
    announcement: { announcementId, ...ANNOUNCED },
    certificate: { certificateId, name: "A", why: "" },
    bought: { cohortId: other.id, buyerId: buyer.id, places: [place] },
    claimLink: { claimLinkId: forOthers.links[0]?.id ?? "", ...place },
    meeting: { meetingId, state: "present" },
  };
}

const NO_BLOCK = { name: "", code: null, addresses: [], seats: 1, untilOn: "2199-01-01" };
const NO_SECRET = { secret: "", schoolSecret: "" };
const NEW_KEY = { id: "k", publicKey: "p", sealedPrivateKey: "s" };
const ONE_COPY = { name: "Copied", firstOn: null, everyWeeks: 1, copies: 1 };
const NO_TERMS = { onCompletion: false, minutes: null };

/** What the office says of access that it changes. */
const AS_LONG = { days: 1, until: null, why: "", notify: false };

/** Thrown after a verb that was let through, so that nothing of it stays. */
const UNDO = new Error("undo");

/** What the policy said to a verb: "may", or how it was refused and for which action. What fails later is no matter here. */
async function ask(verb: Verb, actor: Actor, input: unknown): Promise<string> {
  const run = async (ctx: WriteCtx) => {
    await verb(ctx, input);
    throw UNDO;
  };
  const failure = await school
    .as(actor)(run)
    .catch((error: unknown) => error);
  if (!isRefusal(failure)) return "may";
  if (failure.code === "not_signed_in") return "not_signed_in";
  const { denied } = failure.detail;
  return denied === undefined ? "may" : `${failure.code} ${denied}`;
}

/** The same as the policy says it of itself, which domain/policy.test.ts holds to what the office was told. */
function expected(actor: Actor, action: Action, resource: Resource): string {
  if (isAllowed(actor, action, resource)) return "may";
  if (actor.type === "visitor") return "not_signed_in";
  return `${Object.keys(resource).length > 0 ? "not_found" : "forbidden"} ${action}`;
}

type Verb = (ctx: WriteCtx, input: unknown) => Promise<unknown>;

async function loadVerb(file: string): Promise<Verb> {
  const name = file.replace(/^.*\//, "").replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const all = (await import(/* @vite-ignore */ `#domain/${file}.ts`)) as Record<string, Verb>;
  const verb = all[name];
  if (!verb) throw new Error(`${file}.ts has no ${name}`);
  return verb;
}

const ROLES = ["student", "instructor", "support", "finance", "admin", "owner"] as const;

describe("a verb is refused to whoever may not, and to nobody else:", () => {
  test.each(Object.entries(VERBS))("%s asks as it should", async (file, [action, whose, input]) => {
    const verb = await loadVerb(file);
    const { who, resources } = things;
    const actors: Record<string, Actor> = { visitor: { type: "visitor" }, system: createSystemActor("test"), ...who };
    for (const role of ROLES) actors[role] = await school.person(role);
    const said: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const [name, actor] of Object.entries(actors)) {
      said[name] = await ask(verb, actor, input(things));
      wanted[name] = expected(actor, action, resources[whose]);
    }
    expect(said).toEqual(wanted);
  });
});

test("every verb is asked", () => {
  const files = globSync("domain/*/*.ts").filter((file) => !/test|^domain\/kernel/.test(file));
  const verbs = files.filter((file) => exportsVerb(file)).map((file) => file.slice("domain/".length, -".ts".length));
  expect(verbs.sort()).toEqual(Object.keys(VERBS).sort());
});

/** Whether a file exports a function that takes a WriteCtx. */
function exportsVerb(file: string): boolean {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.some(
    (statement) =>
      ts.isFunctionDeclaration(statement) &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
      statement.parameters[0]?.type?.getText(source) === "WriteCtx",
  );
}
