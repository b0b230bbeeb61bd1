import { ACCOUNTING_OPERATIONS } from "./accounting-operations.ts";
import { BANK_OPERATIONS } from "./bank-operations.ts";
import { INVOICE_OPERATIONS } from "./invoice-operations.ts";
import type { Operation } from "#app/_http/operation.ts";
import listQuestions from "./_operations/list-questions.ts";
import addQuestion from "./_operations/add-question.ts";
import editQuestion from "./_operations/edit-question.ts";
import retireQuestion from "./_operations/retire-question.ts";
import listAnswers from "./_operations/list-answers.ts";
import answerQuestions from "./_operations/answer-questions.ts";
import eraseAnswers from "./_operations/erase-answers.ts";
import confirmCohort from "./_operations/confirm-cohort.ts";
import listApplications from "./_operations/list-applications.ts";
import createApplication from "./_operations/create-application.ts";
import approveApplication from "./_operations/approve-application.ts";
import declineApplication from "./_operations/decline-application.ts";
import withdrawApplication from "./_operations/withdraw-application.ts";
import listCoupons from "./_operations/list-coupons.ts";
import createCoupon from "./_operations/create-coupon.ts";
import editCoupon from "./_operations/edit-coupon.ts";
import endCoupon from "./_operations/end-coupon.ts";
import addCouponCodes from "./_operations/add-coupon-codes.ts";
import listCouponUses from "./_operations/list-coupon-uses.ts";
import listPriceRules from "./_operations/list-price-rules.ts";
import createPriceRule from "./_operations/create-price-rule.ts";
import editPriceRule from "./_operations/edit-price-rule.ts";
import endPriceRule from "./_operations/end-price-rule.ts";
import listSeatBlocks from "./_operations/list-seat-blocks.ts";
import createSeatBlock from "./_operations/create-seat-block.ts";
import endSeatBlock from "./_operations/end-seat-block.ts";
import readCohortRules from "./_operations/read-cohort-rules.ts";
import setCohortRules from "./_operations/set-cohort-rules.ts";
import setCohortTerms from "./_operations/set-cohort-terms.ts";
import readCredit from "./_operations/read-credit.ts";
import giveCredit from "./_operations/give-credit.ts";
import refundCredit from "./_operations/refund-credit.ts";
import offerCredit from "./_operations/offer-credit.ts";
import answerCreditOffer from "./_operations/answer-credit-offer.ts";
import applyCoupon from "./_operations/apply-coupon.ts";
import applyCredit from "./_operations/apply-credit.ts";
import listWork from "./_operations/list-work.ts";
import assignWork from "./_operations/assign-work.ts";
import takeWorkStep from "./_operations/take-work-step.ts";
import remindOfOrder from "./_operations/remind-of-order.ts";
import waiveFees from "./_operations/waive-fees.ts";
import setOrderReminders from "./_operations/set-order-reminders.ts";
import setPaymentPlan from "./_operations/set-payment-plan.ts";
import switchCohort from "./_operations/switch-cohort.ts";
import addEnrolment from "./_operations/add-enrolment.ts";
import addMaterial from "./_operations/add-material.ts";
import addMeetings from "./_operations/add-meetings.ts";
import addNote from "./_operations/add-note.ts";
import archiveCourse from "./_operations/archive-course.ts";
import assignTicket from "./_operations/assign-ticket.ts";
import checkIn from "./_operations/check-in.ts";
import listAttendance from "./_operations/list-attendance.ts";
import markAttendance from "./_operations/mark-attendance.ts";
import cancelCohort from "./_operations/cancel-cohort.ts";
import cancelEnrolment from "./_operations/cancel-enrolment.ts";
import cancelOrder from "./_operations/cancel-order.ts";
import closeTicket from "./_operations/close-ticket.ts";
import completeEnrolment from "./_operations/complete-enrolment.ts";
import confirmCompletion from "./_operations/confirm-completion.ts";
import resetMark from "./_operations/reset-mark.ts";
import recordTransfer from "./_operations/record-transfer.ts";
import confirmTransfer from "./_operations/confirm-transfer.ts";
import copyCohort from "./_operations/copy-cohort.ts";
import copyCourse from "./_operations/copy-course.ts";
import createCohort from "./_operations/create-cohort.ts";
import createCourse from "./_operations/create-course.ts";
import createEnrolment from "./_operations/create-enrolment.ts";
import mergeStudent from "./_operations/merge-student.ts";
import undoStudentMerge from "./_operations/undo-student-merge.ts";
import createStudentImport from "./_operations/create-student-import.ts";
import readStudentImport from "./_operations/read-student-import.ts";
import listStudentImportRows from "./_operations/list-student-import-rows.ts";
import startStudentImport from "./_operations/start-student-import.ts";
import removeStudentImport from "./_operations/remove-student-import.ts";
import createStudent from "./_operations/create-student.ts";
import editStudent from "./_operations/edit-student.ts";
import disableStudent from "./_operations/disable-student.ts";
import draftOrder from "./_operations/draft-order.ts";
import editCohort from "./_operations/edit-cohort.ts";
import editCourse from "./_operations/edit-course.ts";
import editMaterial from "./_operations/edit-material.ts";
import editMeeting from "./_operations/edit-meeting.ts";
import enableStudent from "./_operations/enable-student.ts";
import joinWaitingList from "./_operations/join-waiting-list.ts";
import leaveCohort from "./_operations/leave-cohort.ts";
import leaveWaitingList from "./_operations/leave-waiting-list.ts";
import listCohorts from "./_operations/list-cohorts.ts";
import listCourses from "./_operations/list-courses.ts";
import listEnrolments from "./_operations/list-enrolments.ts";
import listMaterials from "./_operations/list-materials.ts";
import listMeetings from "./_operations/list-meetings.ts";
import listMessages from "./_operations/list-messages.ts";
import listOrders from "./_operations/list-orders.ts";
import listPayments from "./_operations/list-payments.ts";
import listPayouts from "./_operations/list-payouts.ts";
import listStudents from "./_operations/list-students.ts";
import listTeachers from "./_operations/list-teachers.ts";
import listTickets from "./_operations/list-tickets.ts";
import listWaiting from "./_operations/list-waiting.ts";
import markRefundSent from "./_operations/mark-refund-sent.ts";
import mergeTicket from "./_operations/merge-ticket.ts";
import moveEnrolment from "./_operations/move-enrolment.ts";
import openTicket from "./_operations/open-ticket.ts";
import orderMaterials from "./_operations/order-materials.ts";
import publishCourse from "./_operations/publish-course.ts";
import readCohort from "./_operations/read-cohort.ts";
import listCourseStudents from "./_operations/list-course-students.ts";
import deleteCourse from "./_operations/delete-course.ts";
import draftAnnouncement from "./_operations/draft-announcement.ts";
import editAnnouncement from "./_operations/edit-announcement.ts";
import sendAnnouncement from "./_operations/send-announcement.ts";
import discardAnnouncement from "./_operations/discard-announcement.ts";
import listAnnouncements from "./_operations/list-announcements.ts";
import readAnnouncement from "./_operations/read-announcement.ts";
import listCohortRetention from "./_operations/list-cohort-retention.ts";
import readUsage from "./_operations/read-usage.ts";
import readCourseUsage from "./_operations/read-course-usage.ts";
import readCourse from "./_operations/read-course.ts";
import readEnrolment from "./_operations/read-enrolment.ts";
import readMaterial from "./_operations/read-material.ts";
import endPurchase from "./_operations/end-purchase.ts";
import acceptWithdrawal from "./_operations/accept-withdrawal.ts";
import declineWithdrawal from "./_operations/decline-withdrawal.ts";
import listWithdrawals from "./_operations/list-withdrawals.ts";
import approveRefund from "./_operations/approve-refund.ts";
import declineRefund from "./_operations/decline-refund.ts";
import listRefundApprovals from "./_operations/list-refund-approvals.ts";
import retryCohortEndings from "./_operations/retry-cohort-endings.ts";
import previewEnding from "./_operations/preview-ending.ts";
import readOrder from "./_operations/read-order.ts";
import readPayment from "./_operations/read-payment.ts";
import listStudentOpenings from "./_operations/list-student-openings.ts";
import readStudent from "./_operations/read-student.ts";
import readTicket from "./_operations/read-ticket.ts";
import readWaitingEntry from "./_operations/read-waiting-entry.ts";
import removeMaterial from "./_operations/remove-material.ts";
import removeMeeting from "./_operations/remove-meeting.ts";
import reopenTicket from "./_operations/reopen-ticket.ts";
import recordReturnedRefund from "./_operations/record-returned-refund.ts";
import requestRefundAccount from "./_operations/request-refund-account.ts";
import requestRefund from "./_operations/request-refund.ts";
import requestPaymentAgain from "./_operations/request-payment-again.ts";
import resolveOrder from "./_operations/resolve-order.ts";
import resolveTicket from "./_operations/resolve-ticket.ts";
import resumeEnrolment from "./_operations/resume-enrolment.ts";
import revokeEnrolment from "./_operations/revoke-enrolment.ts";
import sendOrder from "./_operations/send-order.ts";
import setPriority from "./_operations/set-priority.ts";
import setTeachers from "./_operations/set-teachers.ts";
import startPayment from "./_operations/start-payment.ts";
import suspendEnrolment from "./_operations/suspend-enrolment.ts";
import translateCohort from "./_operations/translate-cohort.ts";
import translateCourse from "./_operations/translate-course.ts";
import translateMeeting from "./_operations/translate-meeting.ts";
import unpublishCourse from "./_operations/unpublish-course.ts";
import uploadPicture from "./_operations/upload-picture.ts";
import writeMessage from "./_operations/write-message.ts";
import extendAccess from "./_operations/extend-access.ts";
import shortenAccess from "./_operations/shorten-access.ts";
import giveCourse from "./_operations/give-course.ts";
import revokeGrant from "./_operations/revoke-grant.ts";
import listClaimLinks from "./_operations/list-claim-links.ts";
import enrolOthers from "./_operations/enrol-others.ts";
import claimEnrolment from "./_operations/claim-enrolment.ts";
import sendClaimLink from "./_operations/send-claim-link.ts";
import withdrawClaimLink from "./_operations/withdraw-claim-link.ts";
import renewClaimLink from "./_operations/renew-claim-link.ts";
import reassignClaimLink from "./_operations/reassign-claim-link.ts";
import cancelClaimLink from "./_operations/cancel-claim-link.ts";
import listRenewals from "./_operations/list-renewals.ts";
import renewAccess from "./_operations/renew-access.ts";
import approveRenewal from "./_operations/approve-renewal.ts";
import withdrawRenewal from "./_operations/withdraw-renewal.ts";
import declineRenewal from "./_operations/decline-renewal.ts";
import listSections from "./_operations/list-sections.ts";
import addSection from "./_operations/add-section.ts";
import editSection from "./_operations/edit-section.ts";
import translateSection from "./_operations/translate-section.ts";
import moveSection from "./_operations/move-section.ts";
import removeSection from "./_operations/remove-section.ts";
import moveMaterial from "./_operations/move-material.ts";
import markMaterialDone from "./_operations/mark-material-done.ts";
import undoMaterialDone from "./_operations/undo-material-done.ts";
import readProgress from "./_operations/read-progress.ts";
import listCertificates from "./_operations/list-certificates.ts";
import readCertificate from "./_operations/read-certificate.ts";
import readCertificateFile from "./_operations/read-certificate-file.ts";
import issueCertificate from "./_operations/issue-certificate.ts";
import issueCertificates from "./_operations/issue-certificates.ts";
import nameCertificate from "./_operations/name-certificate.ts";
import correctCertificate from "./_operations/correct-certificate.ts";
import revokeCertificate from "./_operations/revoke-certificate.ts";
import restoreCertificate from "./_operations/restore-certificate.ts";
import setCertificateTerms from "./_operations/set-certificate-terms.ts";
import listAccess from "./_operations/list-access.ts";

/**
 * Everything the API offers, in the order of its docs; each operation is a file of its own. The route, the document and the
 * tests are made from this table, and operations.test.ts holds it against the folder.
 */
export const OPERATIONS: readonly Operation[] = [
  listCourses,
  createCourse,
  copyCourse,
  readCourse,
  deleteCourse,
  listAnnouncements,
  draftAnnouncement,
  readAnnouncement,
  editAnnouncement,
  sendAnnouncement,
  discardAnnouncement,
  readUsage,
  listCohortRetention,
  readCourseUsage,
  listCourseStudents,
  editCourse,
  publishCourse,
  unpublishCourse,
  archiveCourse,
  listCohorts,
  createCohort,
  copyCohort,
  readCohort,
  editCohort,
  cancelCohort,
  translateCohort,
  translateCourse,
  uploadPicture,
  listTeachers,
  setTeachers,
  listMaterials,
  addMaterial,
  orderMaterials,
  readMaterial,
  editMaterial,
  removeMaterial,
  listSections,
  addSection,
  editSection,
  translateSection,
  moveSection,
  removeSection,
  moveMaterial,
  markMaterialDone,
  undoMaterialDone,
  readProgress,
  listMeetings,
  addMeetings,
  editMeeting,
  removeMeeting,
  listAttendance,
  markAttendance,
  resetMark,
  checkIn,
  translateMeeting,
  listStudents,
  createStudent,
  editStudent,
  mergeStudent,
  undoStudentMerge,
  createStudentImport,
  readStudentImport,
  listStudentImportRows,
  startStudentImport,
  removeStudentImport,
  readStudent,
  listStudentOpenings,
  disableStudent,
  enableStudent,
  listEnrolments,
  createEnrolment,
  readEnrolment,
  cancelEnrolment,
  leaveCohort,
  switchCohort,
  setCohortTerms,
  setPaymentPlan,
  listApplications,
  createApplication,
  approveApplication,
  declineApplication,
  withdrawApplication,
  listCoupons,
  createCoupon,
  editCoupon,
  endCoupon,
  addCouponCodes,
  listCouponUses,
  listPriceRules,
  createPriceRule,
  editPriceRule,
  endPriceRule,
  listSeatBlocks,
  createSeatBlock,
  endSeatBlock,
  readCohortRules,
  setCohortRules,
  confirmCohort,
  moveEnrolment,
  revokeEnrolment,
  suspendEnrolment,
  resumeEnrolment,
  completeEnrolment,
  confirmCompletion,
  addEnrolment,
  listCertificates,
  readCertificate,
  readCertificateFile,
  issueCertificate,
  issueCertificates,
  nameCertificate,
  correctCertificate,
  revokeCertificate,
  restoreCertificate,
  setCertificateTerms,
  listAccess,
  extendAccess,
  shortenAccess,
  giveCourse,
  revokeGrant,
  listClaimLinks,
  enrolOthers,
  claimEnrolment,
  sendClaimLink,
  withdrawClaimLink,
  renewClaimLink,
  reassignClaimLink,
  cancelClaimLink,
  listRenewals,
  renewAccess,
  approveRenewal,
  declineRenewal,
  withdrawRenewal,
  listQuestions,
  addQuestion,
  editQuestion,
  retireQuestion,
  listAnswers,
  answerQuestions,
  eraseAnswers,
  listWaiting,
  joinWaitingList,
  readWaitingEntry,
  leaveWaitingList,
  listOrders,
  draftOrder,
  readOrder,
  sendOrder,
  ...INVOICE_OPERATIONS,
  requestPaymentAgain,
  resolveOrder,
  ...[listWork, assignWork, takeWorkStep],
  remindOfOrder,
  readCredit,
  giveCredit,
  refundCredit,
  offerCredit,
  answerCreditOffer,
  applyCoupon,
  applyCredit,
  setOrderReminders,
  waiveFees,
  cancelOrder,
  previewEnding,
  listWithdrawals,
  acceptWithdrawal,
  declineWithdrawal,
  retryCohortEndings,
  endPurchase,
  startPayment,
  listPayments,
  readPayment,
  confirmTransfer,
  recordTransfer,
  requestRefund,
  listRefundApprovals,
  approveRefund,
  declineRefund,
  markRefundSent,
  recordReturnedRefund,
  requestRefundAccount,
  listPayouts,
  ...BANK_OPERATIONS,
  ...ACCOUNTING_OPERATIONS,
  listTickets,
  openTicket,
  readTicket,
  listMessages,
  writeMessage,
  addNote,
  assignTicket,
  setPriority,
  resolveTicket,
  reopenTicket,
  closeTicket,
  mergeTicket,
];
