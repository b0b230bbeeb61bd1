import { expect, test } from "vitest";
import { actionsOnDisk } from "#tests/support/route-table/on-disk.ts";
import { OPERATIONS } from "./operations.ts";

/**
 * What can be done on the pages can be done by the API: each form's action beside the operation that does the same. What
 * has none says why.
 */
const TABLE: Record<string, Record<string, string | string[] | { not: string }>> = {
  "app/enrol/[cohortId]/actions.ts": {
    joinAndEnrolAction: { not: "signs up: whoever has a token has an account" },
    signInAndEnrolAction: { not: "signs in: a token does" },
    enrolHereAction: "createEnrolment",
    waitAction: "joinWaitingList",
    stopWaitingAction: "leaveWaitingList",
    applyAction: "createApplication",
    withdrawApplicationAction: "withdrawApplication",
  },
  "app/enrol/[cohortId]/others/actions.ts": { enrolOthersAction: "enrolOthers" },
  "app/claim/[id]/[secret]/actions.ts": {
    joinAndClaimAction: { not: "signs up: whoever has a token has an account" },
    signInAndClaimAction: { not: "signs in: a token does" },
    claimHereAction: "claimEnrolment",
  },
  "app/orders/[code]/places/actions.ts": {
    ...{ sendLinkAction: "sendClaimLink", withdrawLinkAction: "withdrawClaimLink", renewLinkAction: "renewClaimLink" },
    ...{ reassignLinkAction: "reassignClaimLink", cancelPlaceAction: "cancelClaimLink" },
  },
  "app/admin/orders/[code]/_claims/actions.ts": {
    ...{ sendClaimLinkAction: "sendClaimLink", withdrawClaimLinkAction: "withdrawClaimLink" },
    ...{ renewClaimLinkAction: "renewClaimLink", reassignClaimLinkAction: "reassignClaimLink" },
    cancelClaimLinkAction: "cancelClaimLink",
  },
  "app/admin/coupons/actions.ts": {
    ...{ createCouponAction: "createCoupon", editCouponAction: "editCoupon", endCouponAction: "endCoupon" },
    addCouponCodesAction: "addCouponCodes",
  },
  "app/admin/price-rules/actions.ts": {
    ...{ createPriceRuleAction: "createPriceRule", editPriceRuleAction: "editPriceRule" },
    endPriceRuleAction: "endPriceRule",
  },
  "app/admin/accounting/opening/actions.ts": { addOpeningAction: "addAccountingEntry" },
  "app/admin/accounting/actions.ts": {
    ...{ addEntryAction: "addAccountingEntry", reverseEntryAction: "reverseAccountingEntry" },
    ...{ closePeriodAction: "closeAccountingMonth", reopenPeriodAction: "reopenAccountingMonth" },
  },
  "app/admin/bank/actions.ts": {
    ...{ loadAction: "loadBankFile", addAccountAction: "addBankAccount", matchAction: "matchBankLine" },
    ...{ matchPayoutAction: "matchBankPayout", matchChargeAction: "matchBankCharge" },
    ...{ matchAccountAction: "matchLedgerAccount", matchDuplicateAction: "matchBankDuplicate" },
    matchReversalAction: "matchBankReversal",
    ...{ archiveAccountAction: "archiveBankAccount", restoreAccountAction: "restoreBankAccount" },
    explainStatementAction: "explainBankStatement",
    ...{ matchRefundAction: "matchBankRefund", ignoreAction: "ignoreBankLine", undoAction: "undoBankLine" },
  },
  "app/admin/payouts/actions.ts": {
    createRunAction: { not: "asks who it is again, which no token can answer" },
    askAccountAction: "requestRefundAccount",
    confirmAction: { not: "asks who it is again, which no token can answer" },
    markRunSentAction: { not: "is about a file that no token can make; markRefundSent marks one" },
    cancelRunAction: { not: "is about a file that no token can make" },
    removeAction: { not: "is about a file that no token can make" },
    markOneSentAction: "markRefundSent",
  },
  "app/admin/worklist/actions.ts": { assignWorkAction: "assignWork", takeStepAction: "takeWorkStep" },
  "app/admin/reconciliation/actions.ts": {
    resolveDifferenceAction: { not: "says what a person has found out by looking at both sides" },
  },
  "app/admin/system/actions.ts": {
    runJobAction: { not: "is the machine's: npm run job, by whoever keeps it" },
    backUpAction: { not: "is the machine's: npm run backup" },
    checkBackupAction: { not: "is the machine's: npm run backup -- --verify" },
  },
  "app/learning/[slug]/renew/actions.ts": { renewAction: "renewAccess", withdrawRenewalAction: "withdrawRenewal" },
  "app/learning/actions.ts": {
    ...{ stopWaitingAction: "leaveWaitingList" },
    ...{ markDoneAction: "markMaterialDone", undoDoneAction: "undoMaterialDone" },
  },
  "app/admin/teaching/[code]/actions.ts": { answerQuestionAction: "writeMessage" },
  "app/check-in/[meetingId]/actions.ts": { checkInAction: "checkIn" },
  "app/checkout/[code]/actions.ts": {
    payAction: "startPayment",
    useCreditAction: "applyCredit",
    applyCouponAction: "applyCoupon",
    cancelOrderAction: "cancelOrder",
  },
  "app/orders/[code]/billing/actions.ts": { setBillingAction: "setBillingDetails" },
  "app/admin/orders/[code]/billing/actions.ts": { setOfficeBillingAction: "setBillingDetails" },
  "app/admin/orders/[code]/_invoices/actions.ts": { issueInvoiceAction: "issueInvoice" },
  "app/admin/students/[id]/credit/actions.ts": { giveCreditAction: "giveCredit", payOutCreditAction: "refundCredit" },
  "app/orders/[code]/actions.ts": {
    giveRefundAccountAction: { not: "asks who it is again, which no token can answer" },
    payInstalmentWithCreditAction: "applyCredit",
    payInstalmentAction: "startPayment",
  },
  "app/help/new/actions.ts": { askAction: "openTicket" },
  "app/help/[code]/actions.ts": { replyAction: "writeMessage", resolveAction: "resolveTicket" },
  "app/admin/courses/new/actions.ts": { createCourseAction: "createCourse" },
  "app/admin/courses/[id]/actions.ts": {
    editCourseAction: "editCourse",
    publishAction: "publishCourse",
    unpublishAction: "unpublishCourse",
    archiveAction: "archiveCourse",
    deleteAction: "deleteCourse",
    translateCourseAction: "translateCourse",
  },
  "app/admin/courses/[id]/cohorts/actions.ts": {
    createCohortAction: "createCohort",
    editCohortAction: "editCohort",
    confirmCohortAction: "confirmCohort",
    setCohortTermsAction: "setCohortTerms",
    setPaymentPlanAction: "setPaymentPlan",
    translateCohortAction: "translateCohort",
    cancelCohortAction: "cancelCohort",
    addMeetingAction: "addMeetings",
    editMeetingAction: "editMeeting",
    translateMeetingAction: "translateMeeting",
    removeMeetingAction: "removeMeeting",
  },
  "app/admin/courses/[id]/cohorts/[cohortId]/rules/actions.ts": {
    setCohortRulesAction: "setCohortRules",
    createSeatBlockAction: "createSeatBlock",
    endSeatBlockAction: "endSeatBlock",
  },
  "app/admin/courses/[id]/materials/actions.ts": {
    addMaterialAction: "addMaterial",
    editMaterialAction: "editMaterial",
    removeMaterialAction: "removeMaterial",
    moveMaterialAction: "moveMaterial",
    addSectionAction: "addSection",
    editSectionAction: "editSection",
    translateSectionAction: "translateSection",
    removeSectionAction: "removeSection",
    moveSectionAction: "moveSection",
  },
  "app/admin/courses/[id]/copy/actions.ts": { copyCourseAction: "copyCourse" },
  "app/admin/courses/[id]/cohorts/[cohortId]/copy/actions.ts": { copyCohortAction: "copyCohort" },
  "app/admin/courses/[id]/announcements/actions.ts": {
    draftAnnouncementAction: "draftAnnouncement",
    editAnnouncementAction: "editAnnouncement",
    sendAnnouncementAction: "sendAnnouncement",
    discardAnnouncementAction: "discardAnnouncement",
  },
  "app/admin/courses/[id]/questions/actions.ts": {
    addQuestionAction: "addQuestion",
    editQuestionAction: "editQuestion",
    retireQuestionAction: "retireQuestion",
  },
  "app/learning/[slug]/enrolment/actions.ts": {
    answerAction: "answerQuestions",
    leaveCohortAction: "leaveCohort",
    switchCohortAction: "switchCohort",
  },
  "app/admin/courses/[id]/staff/actions.ts": { setStaffAction: "setTeachers" },
  "app/admin/enrolments/new/actions.ts": { addAction: ["addEnrolment", "draftOrder", "createStudent"] },
  "app/admin/enrolments/[id]/actions.ts": {
    cancelAction: "cancelEnrolment",
    revokeAction: "revokeEnrolment",
    suspendAction: "suspendEnrolment",
    resumeAction: "resumeEnrolment",
    completeAction: "completeEnrolment",
    confirmCompletionAction: "confirmCompletion",
    moveAction: "moveEnrolment",
    eraseAnswersAction: "eraseAnswers",
    extendAccessAction: "extendAccess",
    shortenAccessAction: "shortenAccess",
    revokeGrantAction: "revokeGrant",
  },
  "app/admin/certificates/[id]/actions.ts": {
    revokeCertificateAction: "revokeCertificate",
    restoreCertificateAction: "restoreCertificate",
    correctCertificateAction: "correctCertificate",
  },
  "app/admin/courses/[id]/cohorts/[cohortId]/certificates/actions.ts": {
    setCertificateTermsAction: "setCertificateTerms",
    issueCertificatesAction: "issueCertificates",
    issueNamedCertificateAction: "issueCertificate",
  },
  "app/certificates/mine/[enrolmentId]/actions.ts": { nameCertificateAction: "nameCertificate" },
  "app/admin/applications/[id]/actions.ts": {
    approveApplicationAction: "approveApplication",
    declineApplicationAction: "declineApplication",
  },
  "app/admin/renewals/actions.ts": {
    approveRenewalAction: "approveRenewal",
    declineRenewalAction: "declineRenewal",
  },
  "app/admin/orders/[code]/actions.ts": {
    offerCreditAction: "offerCredit",
    remindOrderAction: "remindOfOrder",
    setRemindersAction: "setOrderReminders",
    waiveFeesAction: "waiveFees",
    cancelOrderAction: "cancelOrder",
    sendOrderAction: "sendOrder",
    resolveOrderAction: "resolveOrder",
    requestAgainAction: "requestPaymentAgain",
    confirmTransferAction: "confirmTransfer",
    recordTransferAction: "recordTransfer",
    refundAction: "requestRefund",
    markSentAction: "markRefundSent",
    returnedAction: "recordReturnedRefund",
  },
  "app/withdraw/actions.ts": {
    identifyAction: { not: "keeps nothing, and leads to the next page" },
    confirmAction: { not: "asks for no account, which a token is of" },
  },
  "app/admin/withdrawals/actions.ts": {
    acceptWithdrawalAction: "acceptWithdrawal",
    declineWithdrawalAction: "declineWithdrawal",
  },
  "app/admin/approvals/actions.ts": {
    approveRefundAction: "approveRefund",
    declineRefundAction: "declineRefund",
    approveCohortRefundsAction: "approveRefund",
  },
  "app/admin/cancellations/actions.ts": { retryCohortEndingsAction: "retryCohortEndings" },
  "app/admin/orders/[code]/end/actions.ts": { endPurchaseAction: "endPurchase" },
  "app/admin/students/new/actions.ts": { createStudentAction: "createStudent" },
  "app/admin/students/[id]/merge/actions.ts": { mergeAction: "mergeStudent" },
  "app/admin/students/import/actions.ts": { uploadAction: "createStudentImport" },
  "app/admin/students/import/[id]/actions.ts": {
    checkAction: { not: "the operation that uploads says what the columns hold" },
    startAction: "startStudentImport",
    removeAction: "removeStudentImport",
  },
  "app/admin/students/[id]/edit/actions.ts": { editStudentAction: "editStudent" },
  "app/admin/students/[id]/actions.ts": {
    revokeGrantAction: "revokeGrant",
    disableAction: "disableStudent",
    enableAction: "enableStudent",
    undoMergeAction: "undoStudentMerge",
    endSessionAction: { not: "ends one browser's sign-in; disableStudent ends them all" },
  },
  "app/admin/students/[id]/gift/actions.ts": { giveCourseAction: "giveCourse" },
  "app/admin/students/[id]/ticket/actions.ts": { writeToStudentAction: "openTicket" },
  "app/admin/tickets/[code]/actions.ts": {
    answerAction: "writeMessage",
    assignAction: "assignTicket",
    prioritiseAction: "setPriority",
    resolveAction: "resolveTicket",
    closeAction: "closeTicket",
    reopenAction: "reopenTicket",
    mergeAction: "mergeTicket",
  },
};

/** Pages about something else than courses, cohorts, students, enrolments, orders, payments and tickets. */
const ELSEWHERE =
  /^app\/(account|auth|language|sign-in|sign-up|welcome|sandbox|admin\/(team|settings|mail|audit)|mail)\//;

test("every form about a resource of the API has the operation that does the same, or says why there is none", () => {
  const told = Object.entries(TABLE).flatMap(([file, actions]) =>
    Object.keys(actions).map((name) => `${file}#${name}`),
  );
  expect(told.sort()).toEqual(actionsOnDisk().filter((action) => !ELSEWHERE.test(action)));
});

test("the operations that the forms are held against are there", () => {
  const known = new Set(OPERATIONS.map(({ id }) => id));
  const named = Object.values(TABLE).flatMap((actions) => Object.values(actions).flat());
  expect(named.filter((each) => typeof each === "string" && !known.has(each))).toEqual([]);
});
