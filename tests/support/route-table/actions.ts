import { createId } from "#domain/kernel/ids.ts";
import { type ActionRow, button, inFile, row } from "./action-row.ts";
import type { Fixtures } from "./fixtures.ts";
import { APPLICATIONS } from "./application-actions.ts";
import { ACCOUNTING } from "./accounting-actions.ts";
import { BANK } from "./bank-actions.ts";
import { ENDINGS } from "./ending-actions.ts";
import { PRICES } from "./price-actions.ts";
import { SETTINGS } from "./settings-actions.ts";
import { INSTALMENTS } from "./instalment-actions.ts";
import { INVOICES } from "./invoice-actions.ts";
import { ADMIN, DESK, EVERYONE, MONEY, OFFICE, SIGNED_IN, TEACHING, WRITING } from "./who.ts";

export type { ActionRow };

const PASSWORD = "a lantern in the attic 7";
const why = "because";
const cohortForm = { name: "Made", timezone: "UTC", price: "0", currency: "CHF" };
const meetingForm = { timezone: "UTC", startsAt: "2030-01-08T18:00", endsAt: "2030-01-08T20:00" };
const text = { cohortId: "", audience: "everyone", subject: "Bring an apron", body: "It gets sticky." };

const about = {
  course: (t: Fixtures) => ({ courseId: t.courseId }),
  section: (t: Fixtures) => ({ courseId: t.courseId, sectionId: t.sectionId }),
  material: (t: Fixtures) => ({ slug: t.courseSlug, materialId: t.materialId }),
  cohort: (t: Fixtures) => ({ courseId: t.courseId, cohortId: t.freeCohortId }),
  enrolment: (t: Fixtures) => ({ enrolmentId: t.enrolmentId, why }),
  order: (t: Fixtures) => ({ orderId: t.orderId, code: t.orderCode, why }),
  claim: (t: Fixtures) => ({ code: t.claimOrderCode, claimLinkId: t.claimLinkId }),
  ticket: (t: Fixtures) => ({ ticketId: t.ticketId }),
  studentImport: (t: Fixtures) => ({ importId: t.studentImportId }),
  announcement: (t: Fixtures) => ({ courseId: t.courseId, announcementId: t.announcementId }),
  question: (t: Fixtures) => ({ courseId: t.courseId, questionId: t.questionId }),
  student: (t: Fixtures) => ({ userId: t.people.student.id }),
};

const LANGUAGE = inFile("app/language/actions.ts", {
  changeLanguageAction: button(EVERYONE, () => ({ language: "en", to: "/courses" })),
});

const ACCOUNT = inFile("app/account/actions.ts", {
  signOutAction: button(EVERYONE),
  changeProfileAction: row(SIGNED_IN, () => ({ name: "Somebody", timezone: "UTC" })),
  changePasswordAction: row(SIGNED_IN, () => ({ newPassword: PASSWORD })),
  mailVerificationAction: row(SIGNED_IN),
  // The secret that was mailed is what opens it.
  verifyAddressAction: row([], () => ({ secret: "x".repeat(43) })),
  // Nobody in the test has a password, so each is asked for digits that nobody was mailed.
  askNewAddressAction: row([], () => ({ newEmail: "newest@example.org", code: "123456" })),
  mailAddressCodeAction: row(SIGNED_IN),
  confirmNewAddressAction: row([], () => ({ secret: "x".repeat(43) })),
  endSessionAction: button(["student", ...ADMIN], (t) => ({ sessionId: t.people.student.sessionId })),
  endOtherSessionsAction: button(SIGNED_IN),
  createTokenAction: row(SIGNED_IN, () => ({ name: "test", scopes: "courses:read", days: "30" })),
  revokeTokenAction: button(["student", ...ADMIN], (t) => ({ tokenId: t.people.student.tokenId })),
  rotateCalendarKeyAction: row(SIGNED_IN),
});

const COURSES = {
  ...inFile("app/admin/courses/new/actions.ts", { createCourseAction: row(ADMIN, () => ({ title: "Made" })) }),
  ...inFile("app/admin/courses/[id]/actions.ts", {
    editCourseAction: row(TEACHING, (t) => ({ ...about.course(t), title: "Bookbinding" })),
    translateCourseAction: row(TEACHING, (t) => ({ ...about.course(t), language: "de", title: "Buchbinden" })),
    publishAction: row(ADMIN, about.course),
    unpublishAction: row(ADMIN, about.course),
    archiveAction: row(ADMIN, (t) => ({ ...about.course(t), why })),
    deleteAction: row(ADMIN, about.course),
  }),
  ...inFile("app/admin/courses/[id]/copy/actions.ts", {
    copyCourseAction: row(ADMIN, (t) => ({ ...about.course(t), title: "Copied" })),
  }),
  ...inFile("app/admin/courses/[id]/cohorts/[cohortId]/copy/actions.ts", {
    copyCohortAction: row(ADMIN, (t) => ({ ...about.cohort(t), name: "Copied", copies: "1", everyWeeks: "1" })),
  }),
  ...inFile("app/admin/courses/[id]/cohorts/[cohortId]/rules/actions.ts", {
    setCohortRulesAction: row(ADMIN, (t) => ({ ...about.cohort(t), payDays: "7" })),
    createSeatBlockAction: row(ADMIN, (t) => ({
      ...{ courseId: t.courseId, cohortId: t.blockCohortId },
      ...{ name: "Muster AG", seats: "1", code: "MUSTER-27", untilOn: "2199-01-01" },
    })),
    endSeatBlockAction: row(ADMIN, (t) => ({
      ...{ courseId: t.courseId, cohortId: t.blockCohortId, blockId: t.seatBlockId },
    })),
  }),
  ...inFile("app/admin/courses/[id]/announcements/actions.ts", {
    draftAnnouncementAction: row(WRITING, (t) => ({ ...about.course(t), ...text })),
    editAnnouncementAction: row(WRITING, (t) => ({ ...about.announcement(t), ...text })),
    sendAnnouncementAction: row(WRITING, about.announcement),
    discardAnnouncementAction: row(WRITING, about.announcement),
  }),
  ...inFile("app/admin/courses/[id]/cohorts/actions.ts", {
    createCohortAction: row(ADMIN, (t) => ({ ...about.course(t), ...cohortForm })),
    confirmCohortAction: row(ADMIN, (t) => ({ courseId: t.courseId, cohortId: t.tentativeCohortId })),
    setCohortTermsAction: row(ADMIN, (t) => ({
      ...about.cohort(t),
      timezone: "UTC",
      currency: "CHF",
      cancelPercent: "80",
    })),
    editCohortAction: row(ADMIN, (t) => ({ ...about.cohort(t), ...cohortForm })),
    translateCohortAction: row(ADMIN, (t) => ({ ...about.cohort(t), language: "de", name: "Herbst" })),
    cancelCohortAction: row(ADMIN, (t) => ({ ...about.cohort(t), why })),
    addMeetingAction: row(ADMIN, (t) => ({ ...about.cohort(t), ...meetingForm, weeks: "1" })),
    editMeetingAction: row(ADMIN, (t) => ({ ...about.cohort(t), ...meetingForm, meetingId: t.meetingId })),
    translateMeetingAction: row(ADMIN, (t) => ({
      ...about.cohort(t),
      meetingId: t.meetingId,
      language: "de",
      title: "Papier",
    })),
    removeMeetingAction: row(ADMIN, (t) => ({ ...about.cohort(t), meetingId: t.meetingId })),
  }),
  ...inFile("app/admin/courses/[id]/materials/actions.ts", {
    addMaterialAction: row(TEACHING, (t) => ({ ...about.course(t), kind: "text", title: "Made", body: "Read this." })),
    editMaterialAction: row(TEACHING, (t) => ({
      ...about.course(t),
      ...{ materialId: t.materialId, kind: "text", title: "Made", body: "Read this." },
    })),
    removeMaterialAction: row(TEACHING, (t) => ({ ...about.course(t), materialId: t.materialId })),
    moveMaterialAction: row(TEACHING, (t) => ({ ...about.course(t), materialId: t.materialId, direction: "up" })),
    addSectionAction: row(TEACHING, (t) => ({ ...about.course(t), title: "Made" })),
    editSectionAction: row(TEACHING, (t) => ({ ...about.section(t), title: "Made" })),
    translateSectionAction: row(TEACHING, (t) => ({ ...about.section(t), language: "de", title: "Gemacht" })),
    removeSectionAction: row(TEACHING, about.section),
    moveSectionAction: row(TEACHING, (t) => ({ ...about.section(t), direction: "up" })),
  }),
  ...inFile("app/admin/courses/[id]/questions/actions.ts", {
    addQuestionAction: row(ADMIN, (t) => ({ ...about.course(t), kind: "text", prompt: "What brings you?" })),
    editQuestionAction: row(ADMIN, (t) => ({ ...about.question(t), kind: "text", prompt: "What brings you here?" })),
    retireQuestionAction: row(ADMIN, (t) => about.question(t)),
  }),
  ...inFile("app/admin/courses/[id]/staff/actions.ts", {
    setStaffAction: row(ADMIN, (t) => ({ ...about.course(t), order: t.people.instructor.id })),
  }),
};

/** What the forms about a refund by transfer and the file in which it goes are sent. */
const refunded = (t: Fixtures) => ({
  ...{ code: t.paidOrderCode, refundId: t.refundId, runId: t.payoutRunId, reason: "transfer_returned" },
  ...{ holder: "A Student", iban: "AT611904300234573201" },
});

const OFFICE_FORMS = {
  ...inFile("app/admin/enrolments/[id]/actions.ts", {
    eraseAnswersAction: row(DESK, (t) => about.enrolment(t)),
    cancelAction: row(DESK, about.enrolment),
    revokeAction: row(DESK, about.enrolment),
    suspendAction: row(DESK, about.enrolment),
    resumeAction: row(DESK, about.enrolment),
    completeAction: row(["instructor", ...DESK], about.enrolment),
    confirmCompletionAction: row(["instructor", ...DESK], about.enrolment),
    moveAction: row(DESK, (t) => ({ ...about.enrolment(t), toCohortId: t.paidCohortId, difference: "none" })),
    extendAccessAction: row(DESK, (t) => ({ ...about.enrolment(t), days: "14" })),
    shortenAccessAction: row(DESK, (t) => ({ ...about.enrolment(t), until: "2199-01-01" })),
    revokeGrantAction: row(DESK, (t) => ({ ...about.enrolment(t), grantId: t.grantId })),
  }),
  ...inFile("app/admin/certificates/[id]/actions.ts", {
    revokeCertificateAction: row(DESK, (t) => ({ certificateId: t.certificateId, why })),
    restoreCertificateAction: row(DESK, (t) => ({ certificateId: t.certificateId, why })),
    correctCertificateAction: row(DESK, (t) => ({ certificateId: t.certificateId, name: "A Student", why })),
  }),
  ...inFile("app/admin/courses/[id]/cohorts/[cohortId]/certificates/actions.ts", {
    setCertificateTermsAction: row(ADMIN, (t) => ({ ...about.cohort(t), hours: "12" })),
    issueNamedCertificateAction: row(["instructor", ...DESK], (t) => ({
      ...about.cohort(t),
      ...{ enrolmentId: t.enrolmentId, name: "Ada Lovelace" },
    })),
    issueCertificatesAction: button(["instructor", ...DESK], about.cohort),
  }),
  ...inFile("app/certificates/mine/[enrolmentId]/actions.ts", {
    nameCertificateAction: row(["student"], (t) => ({ enrolmentId: t.completedEnrolmentId, name: "A Student" })),
  }),
  ...inFile("app/admin/orders/[code]/_claims/actions.ts", {
    sendClaimLinkAction: row(["student", ...DESK], about.claim),
    withdrawClaimLinkAction: row(["student", ...DESK], about.claim),
    renewClaimLinkAction: row(["student", ...DESK], about.claim),
    reassignClaimLinkAction: row(["student", ...DESK], (t) => ({ ...about.claim(t), name: "Mia", why })),
    cancelClaimLinkAction: row(["student", ...DESK], (t) => ({ ...about.claim(t), why })),
  }),
  ...inFile("app/admin/renewals/actions.ts", {
    approveRenewalAction: row(DESK, (t) => ({ renewalId: t.renewalId })),
    declineRenewalAction: row(DESK, (t) => ({ renewalId: t.renewalId, why })),
  }),
  ...inFile("app/admin/enrolments/new/actions.ts", {
    addAction: row(DESK, (t) => ({ email: t.people.other.email, cohortId: t.freeCohortId, why })),
  }),
  ...inFile("app/admin/mail/[id]/actions.ts", { resendAction: row(DESK, (t) => ({ mailId: t.mailId })) }),
  ...inFile("app/admin/orders/[code]/actions.ts", {
    cancelOrderAction: row(["student", ...MONEY], about.order),
    resolveOrderAction: row(MONEY, about.order),
    requestAgainAction: row(MONEY, about.order),
    sendOrderAction: row(OFFICE, about.order),
    recordTransferAction: row(MONEY, (t) => ({ ...about.order(t), currency: "CHF", amount: "0", why: "cash" })),
    confirmTransferAction: row(MONEY, (t) => ({ code: t.paidOrderCode, paymentId: t.settledPaymentId })),
    markSentAction: row(MONEY, refunded),
    returnedAction: row(MONEY, refunded),
    refundAction: row(MONEY, (t) => ({
      ...{ code: t.paidOrderCode, paymentId: t.settledPaymentId },
      ...{ currency: "CHF", amount: "1", why },
    })),
  }),
  ...ACCOUNTING,
  ...BANK,
  ...inFile("app/admin/payouts/actions.ts", {
    createRunAction: row(MONEY, () => ({ currency: "CHF" })),
    askAccountAction: row(MONEY, refunded),
    confirmAction: row(MONEY, refunded),
    markRunSentAction: row(MONEY, refunded),
    cancelRunAction: row(MONEY, (t) => ({ runId: t.payoutRunId, why })),
    removeAction: row(MONEY, refunded),
    markOneSentAction: row(MONEY, refunded),
  }),
  ...SETTINGS,
  ...inFile("app/admin/system/actions.ts", {
    runJobAction: row(ADMIN, () => ({ name: "purge-codes" })),
    backUpAction: row(ADMIN),
    checkBackupAction: row(ADMIN, () => ({ name: "2030-01-08T18-00-00.000Z" })),
  }),
  ...inFile("app/admin/students/new/actions.ts", {
    createStudentAction: row(DESK, () => ({ name: "Made", email: "made-in-a-form@example.org" })),
  }),
  ...inFile("app/admin/students/[id]/edit/actions.ts", {
    editStudentAction: row(DESK, (t) => ({
      ...about.student(t),
      ...{ name: "A Student", email: t.people.student.email, officeNote: "Called." },
    })),
  }),
  ...inFile("app/admin/students/[id]/merge/actions.ts", {
    mergeAction: row(ADMIN, (t) => ({ ...about.student(t), intoId: t.people.other.id, why })),
  }),
  ...inFile("app/admin/students/import/actions.ts", {
    uploadAction: row(ADMIN, () => ({})),
  }),
  ...inFile("app/admin/students/import/[id]/actions.ts", {
    checkAction: row(ADMIN, about.studentImport),
    startAction: row(ADMIN, about.studentImport),
    removeAction: row(ADMIN, about.studentImport),
  }),
  // A student may send it about nobody but themselves, as they may ask on their own page.
  ...inFile("app/admin/students/[id]/gift/actions.ts", {
    giveCourseAction: row(DESK, (t) => ({ userId: t.people.other.id, courseId: t.courseId, why })),
  }),
  ...inFile("app/admin/students/[id]/ticket/actions.ts", {
    writeToStudentAction: row(["student", ...DESK], (t) => ({
      ...about.student(t),
      ...{ subject: "Your call", body: "As we said on the phone." },
    })),
  }),
  ...inFile("app/admin/students/[id]/actions.ts", {
    revokeGrantAction: row(DESK, (t) => ({ ...about.student(t), grantId: t.grantId, why })),
    disableAction: row(ADMIN, about.student),
    enableAction: row(ADMIN, about.student),
    undoMergeAction: row(ADMIN, about.student),
    endSessionAction: row(["student", ...ADMIN], (t) => ({
      ...about.student(t),
      sessionId: t.people.student.sessionId,
    })),
  }),
  ...inFile("app/admin/team/actions.ts", {
    inviteAction: row(ADMIN, () => ({ email: "new@example.org", name: "New", role: "support" })),
    revokeInvitationAction: button(ADMIN, (t) => ({ invitationId: t.invitationId })),
    changeRolesAction: row(ADMIN, (t) => ({ ...about.student(t), rolesBefore: "", "role:support": "on" })),
  }),
  ...inFile("app/admin/tickets/[code]/actions.ts", {
    answerAction: row(DESK, (t) => ({ ...about.ticket(t), body: "There is tea.", kind: "wait" })),
    assignAction: row(DESK, (t) => ({ ...about.ticket(t), assigneeId: t.people.support.id })),
    prioritiseAction: row(DESK, (t) => ({ ...about.ticket(t), priority: "high" })),
    resolveAction: row(["student", ...DESK], about.ticket),
    closeAction: row(DESK, about.ticket),
    reopenAction: row(DESK, about.ticket),
    mergeAction: row(DESK, (t) => ({ ...about.ticket(t), into: "T-ZZZZZ" })),
  }),
};

const DOORS = {
  // No provider is switched on in the test, so there is nowhere to go.
  ...inFile("app/auth/actions.ts", {
    startOAuthAction: button([], () => ({ provider: "google" })),
    connectAction: row([], () => ({ provider: "google" })),
    disconnectAction: button([], () => ({ identityId: createId("identity") })),
  }),
  ...inFile("app/sign-in/actions.ts", {
    signInAction: row([], () => ({ how: "password", email: "nobody@example.org", password: PASSWORD })),
    useCodeAction: row([], () => ({ how: "use", email: "nobody@example.org", code: "123456" })),
    signInAsDemoAction: button([], () => ({ email: "owner@demo.test" })),
  }),
  ...inFile("app/sign-in/reset/actions.ts", {
    askResetAction: row(EVERYONE, () => ({ email: "nobody@example.org" })),
    choosePasswordAction: row([], () => ({ secret: "x".repeat(43), password: PASSWORD })),
  }),
  // The secret that was mailed is what opens it.
  ...inFile("app/claim/[id]/[secret]/actions.ts", {
    joinAndClaimAction: row(EVERYONE, (t) => ({
      ...{ claimLinkId: t.claimLinkId, secret: t.claimSecret },
      ...{ name: "Newest", email: "claims@example.org", password: PASSWORD },
    })),
    signInAndClaimAction: row([], (t) => ({
      ...{ claimLinkId: t.claimLinkId, secret: t.claimSecret },
      ...{ email: "nobody@example.org", password: PASSWORD },
    })),
    claimHereAction: row(SIGNED_IN, (t) => ({ claimLinkId: t.claimLinkId, secret: t.claimSecret })),
  }),
  ...inFile("app/welcome/[secret]/actions.ts", {
    acceptInvitationAction: row([], () => ({ secret: "x".repeat(43), name: "New", password: PASSWORD })),
  }),
  ...inFile("app/sign-up/actions.ts", {
    signUpAction: row(EVERYONE, () => ({ name: "New", email: "new@example.org", password: PASSWORD })),
  }),
};

const STUDENT = {
  ...inFile("app/checkout/[code]/actions.ts", {
    payAction: row(["student"], (t) => ({ ...about.order(t), provider: "sandbox" })),
    cancelOrderAction: row(["student", ...MONEY], about.order),
  }),
  // The paid order has a refund by transfer that waits for its account.
  ...inFile("app/orders/[code]/actions.ts", {
    giveRefundAccountAction: row(["student"], (t) => ({
      ...{ orderId: t.paidOrderId, code: t.paidOrderCode },
      ...{ holder: "A. Student", iban: "AT61 1904 3002 3457 3201" },
    })),
  }),
  ...inFile("app/enrol/[cohortId]/actions.ts", {
    joinAndEnrolAction: row(EVERYONE, (t) => ({
      cohortId: t.paidCohortId,
      ...{ name: "New", email: "newer@example.org", password: PASSWORD },
    })),
    signInAndEnrolAction: row([], (t) => ({
      cohortId: t.paidCohortId,
      ...{ email: "nobody@example.org", password: PASSWORD },
    })),
    enrolHereAction: row(SIGNED_IN, (t) => ({ cohortId: t.paidCohortId })),
    waitAction: row(SIGNED_IN, (t) => ({ cohortId: t.fullCohortId })),
    stopWaitingAction: row(["student"], (t) => ({ cohortId: t.fullCohortId, waitingId: t.waitingId })),
    applyAction: row(SIGNED_IN, (t) => ({ cohortId: t.decidedCohortId })),
    withdrawApplicationAction: row(["student"], (t) => ({
      cohortId: t.decidedCohortId,
      applicationId: t.applicationId,
    })),
  }),
  ...inFile("app/enrol/[cohortId]/others/actions.ts", {
    enrolOthersAction: row(SIGNED_IN, (t) => ({ cohortId: t.claimCohortId, count: "1", names: "" })),
  }),
  ...inFile("app/orders/[code]/places/actions.ts", {
    sendLinkAction: row(["student", ...DESK], about.claim),
    withdrawLinkAction: row(["student", ...DESK], about.claim),
    renewLinkAction: row(["student", ...DESK], about.claim),
    reassignLinkAction: row(["student", ...DESK], (t) => ({ ...about.claim(t), name: "Mia" })),
    cancelPlaceAction: button(["student", ...DESK], (t) => ({ ...about.claim(t), refundMinor: "0" })),
  }),
  ...inFile("app/help/[code]/actions.ts", {
    replyAction: row(["student"], (t) => ({ ...about.ticket(t), body: "And biscuits?" })),
    resolveAction: row(["student", ...DESK], about.ticket),
  }),
  ...inFile("app/help/new/actions.ts", {
    askAction: row(SIGNED_IN, () => ({ subject: "A question", body: "Is there tea?" })),
  }),
  ...inFile("app/learning/[slug]/enrolment/actions.ts", {
    answerAction: row(["student", ...DESK], (t) => ({ enrolmentId: t.enrolmentId, slug: t.courseSlug })),
    switchCohortAction: row(["student"], (t) => ({
      ...{ enrolmentId: t.enrolmentId, slug: t.courseSlug, to: `${t.otherFreeCohortId}:0` },
    })),
    leaveCohortAction: button(["student"], (t) => ({
      ...{ enrolmentId: t.enrolmentId, slug: t.courseSlug, refundMinor: "0" },
    })),
  }),
  ...inFile("app/learning/[slug]/renew/actions.ts", {
    renewAction: row(["student"], (t) => ({ enrolmentId: t.enrolmentId, slug: t.courseSlug, reason: "was ill" })),
    withdrawRenewalAction: row(["student"], (t) => ({ renewalId: t.renewalId, slug: t.courseSlug })),
  }),
  ...inFile("app/admin/teaching/[code]/actions.ts", {
    answerQuestionAction: row(DESK, (t) => ({ ...about.ticket(t), code: t.ticketCode, body: "There is tea." })),
  }),
  ...inFile("app/check-in/[meetingId]/actions.ts", {
    checkInAction: button(["student"], (t) => ({ meetingId: t.meetingId })),
  }),
  ...inFile("app/learning/actions.ts", {
    stopWaitingAction: button(["student"], (t) => ({ waitingId: t.waitingId })),
    markDoneAction: button(["student"], about.material),
    undoDoneAction: button(["student"], about.material),
  }),
};

export const ACTIONS: Record<string, ActionRow> = {
  ...ACCOUNT,
  ...LANGUAGE,
  ...APPLICATIONS,
  ...ENDINGS,
  ...PRICES,
  ...INVOICES,
  ...INSTALMENTS,
  ...COURSES,
  ...OFFICE_FORMS,
  ...DOORS,
  ...STUDENT,
};

/** A form's fields in which every id is one that nobody has. */
export function aboutNothing(fields: Record<string, string>): Record<string, string> {
  const kinds = { usr: "user", crs: "course", coh: "cohort", enr: "enrolment", ord: "order", pay: "payment" } as const;
  const more = {
    tkt: "ticket",
    wtg: "waiting",
    ses: "session",
    tok: "apiToken",
    mtg: "meeting",
    mat: "material",
    sec: "materialSection",
    inv: "invitation",
    clm: "claimLink",
  } as const;
  const all: Record<string, Parameters<typeof createId>[0]> = { ...kinds, ...more, out: "outbox" };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const kind = /^([a-z]{3})_[0-9a-f]{32}$/.exec(value)?.[1];
      return [name, kind && all[kind] ? createId(all[kind]) : value];
    }),
  );
}
