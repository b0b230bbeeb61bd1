import type { Fixtures } from "./fixtures.ts";
import { WORK } from "./work-operations.ts";
import { ADMIN, DESK, MONEY, OFFICE, SIGNED_IN, STAFF, TEACHING, type Who, WRITING } from "./who.ts";

/**
 * One operation of the API: who may ask for it about the student's own thing, and a body that is right, so that nothing but
 * who asks can be refused. Nobody comes in without a token.
 */
export type OperationRow = {
  may: readonly Who[];
  /** The id in the path. */
  id?: (things: Fixtures) => string;
  missing?: string;
  body?: (things: Fixtures) => unknown;
};

const list = (may: readonly Who[] = SIGNED_IN): OperationRow => ({ may });
const of = (
  may: readonly Who[],
  id: NonNullable<OperationRow["id"]>,
  missing: string,
  body: OperationRow["body"] = () => ({}),
): OperationRow => ({ may, id, missing, body });

const course = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.courseId, "crs_none", body);
const cohort = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.freeCohortId, "coh_none", body);
const enrolment = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.enrolmentId, "enr_none", body);
const certificate = (may: readonly Who[], body?: OperationRow["body"]) =>
  of(may, (t) => t.certificateId, "crt_none", body);
const order = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.orderId, "ord_none", body);
const claimLink = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.claimLinkId, "clm_none", body);
const ticket = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.ticketId, "tkt_none", body);
const announcement = (may: readonly Who[], body?: OperationRow["body"]) =>
  of(may, (t) => t.announcementId, "ann_none", body);
const text = () => ({ audience: "everyone", subject: "Bring an apron", body: "It gets sticky." });
const material = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.materialId, "mat_none", body);
const section = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.sectionId, "sec_none", body);
const meeting = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.meetingId, "mtg_none", body);
const question = (may: readonly Who[], body?: OperationRow["body"]) => of(may, (t) => t.questionId, "qst_none", body);
const why = () => ({ why: "because" });

/** The smallest picture there is. */
const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** A thing is told to whose it is and to those who look after it. */
const AND_STUDENT = (others: readonly Who[]): readonly Who[] => ["student", ...others];

/** A bank's table with one line. */
const BANK_CSV = "Date;Amount;Text\n2026-01-08;480.00;Thank you\n";

export const OPERATION_ROWS: Record<string, OperationRow> = {
  listCourses: list(),
  createCourse: { may: ADMIN, body: () => ({ title: "Made by a test" }) },
  copyCourse: course(ADMIN, () => ({ title: "Copied" })),
  readCourse: course(SIGNED_IN),
  listAnnouncements: list(STAFF),
  draftAnnouncement: course(WRITING, text),
  readAnnouncement: announcement(STAFF),
  editAnnouncement: announcement(WRITING, text),
  sendAnnouncement: announcement(WRITING),
  discardAnnouncement: announcement(WRITING),
  readUsage: { may: OFFICE },
  listCohortRetention: { may: OFFICE },
  readCourseUsage: course(STAFF),
  listCourseStudents: course(STAFF),
  editCourse: course(["instructor", ...ADMIN], () => ({ subject: "Crafts" })),
  publishCourse: course(ADMIN),
  unpublishCourse: course(ADMIN),
  archiveCourse: course(ADMIN, why),
  deleteCourse: course(ADMIN),
  listCohorts: list(),
  createCohort: {
    may: ADMIN,
    body: (t) => ({ courseId: t.courseId, name: "Made", timezone: "UTC", priceMinor: 0, currency: "CHF" }),
  },
  readCohort: cohort(SIGNED_IN),
  editCohort: cohort(ADMIN, () => ({ place: "Room 3" })),
  cancelCohort: cohort(ADMIN, why),
  translateCohort: cohort(ADMIN, () => ({ language: "de", name: "Herbst" })),
  translateCourse: course(["instructor", ...ADMIN], () => ({ language: "de", title: "Buchdruck" })),
  uploadPicture: course(TEACHING, () => ({ file: { name: "press.gif", content: GIF } })),
  listTeachers: course(SIGNED_IN),
  listQuestions: course(SIGNED_IN),
  addQuestion: course(ADMIN, () => ({ kind: "text", prompt: "What brings you?" })),
  editQuestion: question(ADMIN, () => ({ kind: "text", prompt: "What brings you here?" })),
  retireQuestion: question(ADMIN),
  listAnswers: enrolment(["student", ...STAFF]),
  answerQuestions: enrolment(["student", ...DESK], () => ({ answers: [] })),
  eraseAnswers: enrolment(DESK),
  setTeachers: course(ADMIN, (t) => ({ teachers: [{ userId: t.people.instructor.id, about: "Binds." }] })),
  listMaterials: course(STAFF),
  addMaterial: course(TEACHING, () => ({ kind: "link", title: "Paper", url: "https://example.org" })),
  orderMaterials: course(TEACHING, (t) => ({ materialIds: [t.materialId] })),
  readMaterial: material(STAFF),
  editMaterial: material(TEACHING, () => ({ title: "Tools of the trade" })),
  removeMaterial: material(TEACHING),
  moveMaterial: material(TEACHING, () => ({ sectionId: null, beforeId: null })),
  markMaterialDone: material(["student"]),
  undoMaterialDone: material(["student"]),
  listSections: course(STAFF),
  addSection: course(TEACHING, () => ({ title: "Made" })),
  editSection: section(TEACHING, () => ({ title: "Made" })),
  translateSection: section(TEACHING, () => ({ language: "de", title: "Gemacht" })),
  moveSection: section(TEACHING, () => ({ beforeId: null })),
  removeSection: section(TEACHING),
  readProgress: enrolment(AND_STUDENT(STAFF)),
  listMeetings: cohort(STAFF),
  addMeetings: cohort(ADMIN, () => ({ startsAt: "2030-01-07T18:00:00Z", endsAt: "2030-01-07T20:00:00Z", weeks: 2 })),
  listAttendance: list(SIGNED_IN),
  markAttendance: meeting(WRITING, (t) => ({ marks: [{ enrolmentId: t.enrolmentId, state: "excused" }] })),
  checkIn: meeting(["student"], () => ({ code: "x" })),
  editMeeting: meeting(ADMIN, () => ({ place: "Room 4" })),
  translateMeeting: meeting(ADMIN, () => ({ language: "de", title: "Papier" })),
  removeMeeting: meeting(ADMIN),
  listStudents: list(),
  createStudent: { may: DESK, body: () => ({ name: "Made", email: "made-by-api@example.org" }) },
  editStudent: of(
    DESK,
    (t) => t.people.student.id,
    "usr_none",
    () => ({ officeNote: "Called." }),
  ),
  listStudentOpenings: of(AND_STUDENT(OFFICE), (t) => t.people.student.id, "usr_none"),
  mergeStudent: of(
    ADMIN,
    (t) => t.people.student.id,
    "usr_none",
    (t) => ({ intoId: t.people.other.id, ...why() }),
  ),
  undoStudentMerge: of(ADMIN, (t) => t.people.student.id, "usr_none"),
  createStudentImport: {
    may: ADMIN,
    body: () => ({ file: { name: "people.csv", content: btoa("email,name\nby-api@example.org,By File\n") } }),
  },
  readStudentImport: of(ADMIN, (t) => t.studentImportId, "imp_none"),
  listStudentImportRows: of(ADMIN, (t) => t.studentImportId, "imp_none"),
  startStudentImport: of(ADMIN, (t) => t.studentImportId, "imp_none"),
  removeStudentImport: of(ADMIN, (t) => t.studentImportId, "imp_none"),
  readStudent: of(AND_STUDENT(OFFICE), (t) => t.people.student.id, "usr_none"),
  disableStudent: of(ADMIN, (t) => t.people.student.id, "usr_none"),
  enableStudent: of(ADMIN, (t) => t.people.student.id, "usr_none"),
  listEnrolments: list(),
  createEnrolment: {
    may: AND_STUDENT(DESK),
    body: (t) => ({ cohortId: t.paidCohortId, studentId: t.people.student.id }),
  },
  readEnrolment: enrolment(AND_STUDENT(["instructor", ...OFFICE])),
  cancelEnrolment: enrolment(DESK, why),
  leaveCohort: enrolment(["student"]),
  switchCohort: enrolment(["student"], (t) => ({ toCohortId: t.otherFreeCohortId })),
  confirmCohort: of(ADMIN, (t) => t.tentativeCohortId, "coh_none"),
  listApplications: list(),
  createApplication: {
    may: AND_STUDENT(DESK),
    body: (t) => ({ cohortId: t.applyCohortId, studentId: t.people.student.id }),
  },
  approveApplication: of(DESK, (t) => t.applicationId, "app_none"),
  declineApplication: of(
    DESK,
    (t) => t.applicationId,
    "app_none",
    () => ({ reply: "too early" }),
  ),
  withdrawApplication: of(["student"], (t) => t.applicationId, "app_none"),
  listCoupons: list(OFFICE),
  createCoupon: { may: MONEY, body: () => ({ name: "Made", kind: "percent", percentPpm: 100_000 }) },
  editCoupon: of(
    MONEY,
    (t) => t.couponId,
    "cpn_none",
    () => ({ name: "Edited", kind: "percent", percentPpm: 200_000 }),
  ),
  endCoupon: of(MONEY, (t) => t.couponId, "cpn_none"),
  addCouponCodes: of(
    MONEY,
    (t) => t.codesCouponId,
    "cpn_none",
    () => ({ count: 2 }),
  ),
  listCouponUses: list(OFFICE),
  listPriceRules: list(OFFICE),
  createPriceRule: {
    may: MONEY,
    body: () => ({ name: "Made", kind: "several_places", effect: "percent", percentPpm: 100_000 }),
  },
  editPriceRule: of(
    MONEY,
    (t) => t.priceRuleId,
    "prl_none",
    () => ({ name: "Edited", kind: "several_places", effect: "percent", percentPpm: 200_000 }),
  ),
  endPriceRule: of(MONEY, (t) => t.priceRuleId, "prl_none"),
  listTaxRates: list(ADMIN),
  addTaxRate: { may: ADMIN, body: () => ({ category: "standard", ratePpm: 81_000 }) },
  removeTaxRate: of(ADMIN, (t) => t.taxRateId, "txr_none"),
  listSeatBlocks: cohort(ADMIN),
  createSeatBlock: of(
    ADMIN,
    (t) => t.blockCohortId,
    "coh_none",
    () => ({ name: "Class 3b", seats: 1, code: "CLASS-3B", untilOn: "2199-01-01" }),
  ),
  endSeatBlock: of(ADMIN, (t) => t.seatBlockId, "blk_none"),
  readCohortRules: cohort(SIGNED_IN),
  setCohortRules: cohort(ADMIN, () => ({})),
  setCohortTerms: cohort(ADMIN, () => ({ cancelDays: 7 })),
  setPaymentPlan: cohort(ADMIN, () => ({ plan: null })),
  moveEnrolment: enrolment(DESK, (t) => ({ toCohortId: t.paidCohortId })),
  revokeEnrolment: enrolment(DESK, why),
  suspendEnrolment: enrolment(DESK, why),
  resumeEnrolment: enrolment(DESK, why),
  confirmCompletion: enrolment(["instructor", ...DESK], why),
  resetMark: meeting(WRITING, (t) => ({ enrolmentId: t.enrolmentId })),
  completeEnrolment: enrolment(["instructor", ...DESK], why),
  addEnrolment: cohort(DESK, (t) => ({ studentId: t.people.student.id })),
  copyCohort: cohort(ADMIN, () => ({ name: "Copied" })),
  listCertificates: list(),
  readCertificate: certificate(AND_STUDENT(OFFICE)),
  readCertificateFile: certificate(AND_STUDENT(OFFICE)),
  issueCertificate: of(DESK, (t) => t.completedEnrolmentId, "enr_none"),
  issueCertificates: cohort(["instructor", ...DESK]),
  nameCertificate: of(
    ["student"],
    (t) => t.completedEnrolmentId,
    "enr_none",
    () => ({ name: "A Student" }),
  ),
  correctCertificate: certificate(DESK, () => ({ name: "A Student", ...why() })),
  revokeCertificate: certificate(DESK, why),
  restoreCertificate: certificate(DESK, why),
  setCertificateTerms: cohort(ADMIN, () => ({ onCompletion: true, minutes: 90 })),
  listAccess: of(AND_STUDENT(OFFICE), (t) => t.people.student.id, "usr_none"),
  extendAccess: enrolment(DESK, () => ({ days: 14, ...why() })),
  shortenAccess: enrolment(DESK, () => ({ until: "2199-01-01", ...why() })),
  giveCourse: of(
    DESK,
    (t) => t.people.other.id,
    "usr_none",
    (t) => ({ courseId: t.courseId, ...why() }),
  ),
  revokeGrant: of(DESK, (t) => t.grantId, "grt_none", why),
  listClaimLinks: list(),
  enrolOthers: { may: SIGNED_IN, body: (t) => ({ cohortId: t.claimCohortId, places: [{ name: "Mia" }] }) },
  sendClaimLink: claimLink(AND_STUDENT(DESK)),
  withdrawClaimLink: claimLink(AND_STUDENT(DESK)),
  renewClaimLink: claimLink(AND_STUDENT(DESK)),
  reassignClaimLink: claimLink(AND_STUDENT(DESK), () => ({ name: "Leo", ...why() })),
  claimEnrolment: claimLink(SIGNED_IN, (t) => ({ secret: t.claimSecret })),
  cancelClaimLink: claimLink(AND_STUDENT(DESK), why),
  listRenewals: list(),
  renewAccess: enrolment(["student"], () => ({ reason: "was ill" })),
  approveRenewal: of(DESK, (t) => t.renewalId, "rnw_none"),
  declineRenewal: of(
    DESK,
    (t) => t.renewalId,
    "rnw_none",
    () => ({ answer: "long enough" }),
  ),
  withdrawRenewal: of(["student"], (t) => t.renewalId, "rnw_none"),
  listWaiting: list(),
  joinWaitingList: {
    may: AND_STUDENT(DESK),
    body: (t) => ({ cohortId: t.fullCohortId, studentId: t.people.student.id }),
  },
  readWaitingEntry: of(AND_STUDENT(OFFICE), (t) => t.waitingId, "wtg_none"),
  leaveWaitingList: of(["student"], (t) => t.waitingId, "wtg_none"),
  listOrders: list(),
  draftOrder: {
    may: OFFICE,
    body: (t) => ({ cohortId: t.paidCohortId, studentId: t.people.other.id, why: "telephoned" }),
  },
  sendOrder: order(OFFICE),
  setBillingDetails: order(AND_STUDENT(OFFICE), () => ({ name: "A. Student", country: "CH" })),
  listInvoices: list(),
  readInvoiceFile: of(AND_STUDENT(OFFICE), (t) => t.invoiceId, "ivc_none"),
  issueInvoice: order(MONEY),
  correctInvoice: of(
    MONEY,
    (t) => t.invoiceId,
    "ivc_none",
    () => ({ name: "A. Student", country: "CH" }),
  ),
  resolveOrder: order(MONEY, why),
  requestPaymentAgain: order(MONEY),
  remindOfOrder: order(MONEY, () => ({})),
  readCredit: of(["student", ...OFFICE], (t) => t.people.student.id, "usr_none"),
  giveCredit: of(
    MONEY,
    (t) => t.people.student.id,
    "usr_none",
    () => ({
      amount: { minor: 100, currency: "CHF" },
      reason: "Kindness.",
    }),
  ),
  refundCredit: of(
    MONEY,
    (t) => t.people.student.id,
    "usr_none",
    () => ({
      amount: { minor: 100, currency: "CHF" },
      reason: "Moves.",
    }),
  ),
  offerCredit: order(MONEY, () => ({ amountMinor: 100 })),
  // About an offer, which none of the things here has: nobody is let in by an id of none.
  answerCreditOffer: of(
    [],
    () => "cro_none",
    "cro_none",
    () => ({ agrees: true }),
  ),
  applyCoupon: order(["student"], () => ({ coupon: "NOBODY-HAS-THIS" })),
  applyCredit: order(["student"], () => ({})),
  setOrderReminders: order(MONEY, () => ({ isOff: true })),
  waiveFees: order(MONEY, why),
  readOrder: order(AND_STUDENT(OFFICE)),
  cancelOrder: order(AND_STUDENT(MONEY), why),
  retryCohortEndings: of(ADMIN, (t) => t.freeCohortId, "coh_none"),
  previewEnding: order(OFFICE),
  endPurchase: order(OFFICE, () => ({
    lines: [{ lineId: "oln_none", access: "ends", amountMinor: 0 }],
    why: "asked to",
  })),
  startPayment: order(["student"]),
  listPayments: list(),
  readPayment: of(AND_STUDENT(OFFICE), (t) => t.paymentId, "pay_none"),
  listPayouts: { may: MONEY },
  listAccounts: { may: MONEY },
  listAccountingEntries: list(MONEY),
  addAccountingEntry: {
    may: MONEY,
    body: () => ({
      ...{ debit: "bank", credit: "opening", amountMinor: 100, currency: "CHF" },
      ...{ bookedOn: "2020-01-08", words: "because" },
    }),
  },
  reverseAccountingEntry: of(MONEY, () => "1", "999999", why),
  readAccountingReport: of(MONEY, () => "tax", "none"),
  readAccountingFile: of(MONEY, () => "datev", "none"),
  closeAccountingMonth: { may: MONEY, body: () => ({ month: "2030-01" }) },
  reopenAccountingMonth: { may: ADMIN, body: () => ({ month: "2030-01", why: "because" }) },
  addBankAccount: { may: MONEY, body: () => ({ account: "CH9300762011623852957" }) },
  // A file is read before its key is looked at: what was loaded once is known again.
  loadBankFile: {
    may: MONEY,
    body: () => ({
      file: { name: "a.csv", content: btoa(BANK_CSV) },
      account: "CH5604835012345678009",
      currency: "CHF",
    }),
  },
  listBankLines: list(MONEY),
  readBankLine: of(MONEY, (t) => t.bankLineId, "bln_none"),
  matchBankLine: of(
    MONEY,
    (t) => t.bankLineId,
    "bln_none",
    () => ({ parts: [{ orderCode: "ZZZZZZZ", amountMinor: 100 }] }),
  ),
  matchBankRefund: of(
    MONEY,
    (t) => t.bankLineId,
    "bln_none",
    (t) => ({ refundId: t.refundId }),
  ),
  matchBankPayout: of(MONEY, (t) => t.bankLineId, "bln_none"),
  matchBankCharge: of(MONEY, (t) => t.bankLineId, "bln_none"),
  ...WORK,
  ignoreBankLine: of(MONEY, (t) => t.bankLineId, "bln_none", why),
  undoBankLine: of(MONEY, (t) => t.bankLineId, "bln_none"),
  recordReturnedRefund: of(
    MONEY,
    (t) => t.refundId,
    "ref_none",
    () => ({ reason: "transfer_returned" }),
  ),
  requestRefundAccount: of(MONEY, (t) => t.refundId, "ref_none"),
  markRefundSent: of(
    MONEY,
    (t) => t.refundId,
    "ref_none",
    () => ({ holder: "A Student", iban: "CH9300762011623852957" }),
  ),
  confirmTransfer: of(MONEY, (t) => t.settledPaymentId, "pay_none"),
  listWithdrawals: list(OFFICE),
  acceptWithdrawal: of(DESK, (t) => t.withdrawalId, "wdr_none"),
  declineWithdrawal: of(DESK, (t) => t.withdrawalId, "wdr_none", why),
  listRefundApprovals: { may: MONEY },
  approveRefund: of(MONEY, (t) => t.refundId, "ref_none"),
  declineRefund: of(MONEY, (t) => t.refundId, "ref_none", why),
  requestRefund: of(
    MONEY,
    (t) => t.settledPaymentId,
    "pay_none",
    () => ({
      amount: { minor: 1, currency: "CHF" },
      reason: "because",
    }),
  ),
  listTickets: list(),
  openTicket: {
    may: AND_STUDENT(DESK),
    body: (t) => ({ subject: "Help", body: "Please", requesterId: t.people.student.id }),
  },
  readTicket: ticket(AND_STUDENT(DESK)),
  listMessages: ticket(AND_STUDENT(DESK)),
  writeMessage: ticket(AND_STUDENT(DESK), () => ({ body: "And one more thing" })),
  addNote: ticket(DESK, () => ({ body: "Between us" })),
  assignTicket: ticket(DESK, () => ({ assigneeId: null })),
  setPriority: ticket(DESK, () => ({ priority: "high" })),
  resolveTicket: ticket(AND_STUDENT(DESK)),
  reopenTicket: ticket(DESK),
  closeTicket: ticket(DESK, why),
  mergeTicket: ticket(DESK, () => ({ into: "T-ZZZZZ" })),
};
