import type { Money } from "../kernel/money.ts";
import type { Message } from "#messages/message.ts";
import type { AccessChange } from "../access/notify-of-access.ts";
import type { SecurityNotice } from "../accounts/notify-person.ts";
import type { MeetingBefore } from "../courses/record-meeting-changes.ts";

/**
 * Every kind of mail and what is stored for it when it is promised. Mails about things carry the thing's id, and what they
 * say of it is read when they are sent; what is kept nowhere else (a code, a link's secret) is carried whole.
 * Paths begin with a slash; the school's address goes before them when the mail is written.
 */
export type MailPayloads = {
  /** A code to type in, and for how long it works. */
  sign_in_code: { name: string; code: string; minutes: number };
  verify_address: { name: string; path: string; hours: number };
  reset_password: { name: string; path: string; minutes: number };
  /** A way into the office for a new colleague: the link lets them choose a password. */
  invitation: { name: string; path: string; days: number };
  password_changed: { name: string };
  confirm_new_address: { name: string; path: string; hours: number };
  /** To whoever already has the address that another account asked for. */
  new_address_taken: { name: string };
  /** These two go to the old address. */
  new_address_asked: { name: string; newEmail: string };
  address_changed: { name: string; newEmail: string };
  /** The office has given the account another address. This goes to the old one, which may have been a stranger's. */
  address_corrected: { name: string };
  /** Two accounts became one: to whoever keeps theirs, and to the address of the other. */
  accounts_merged: { name: string; isKept: boolean };
  /** A way to sign in with an account elsewhere came or went. */
  ways_changed: { name: string; label: string; isNew: boolean };
  /** Something was done in the account that its person should know of. Until 2026-11 what it names was kept as `detail`, in English. */
  security_notice: { name: string } & (SecurityNotice | { event: SecurityNotice["event"]; detail: string });
  /** The school has made an account for a student: the link lets them choose a password. */
  student_welcome: { name: string; path: string; days: number };
  /** A place was bought for whoever reads it: the link with which they claim it, computed when the mail is written. */
  claim_link: { claimLinkId: string; version: number };
  /** To the buyer: the places of an order can be claimed, or some are still to be claimed. */
  claim_links_ready: { orderId: string; isReminder: boolean };
  /** To the buyer: the school has ended places of an order that nobody had claimed. */
  claims_ended: { orderId: string; why: string };
  /** To the buyer: whoever had claimed a place has given it back, and it can be claimed again under a new link. */
  claim_returned: { claimLinkId: string; version: number };
  enrolment_confirmed: { enrolmentId: string };
  /** The place is in another cohort now. `orderId`: the order of the difference that its student has paid; `returned`: what goes back to them. */
  enrolment_moved: {
    enrolmentId: string;
    fromCohortId?: string;
    orderId?: string;
    returned?: Money;
    takenOff?: Money;
  };
  /** The rule of the cohort has completed the enrolment. */
  enrolment_completed: { enrolmentId: string };
  /** A cohort with a minimum number takes place. */
  cohort_confirmed: { enrolmentId: string };
  /** To the office: it has to say whether a cohort takes place. */
  cohort_to_decide: { cohortId: string; userId: string };
  /** The office has extended, shortened, given or revoked what opens a course; `at` is when, in milliseconds. */
  access_changed: { studentId: string; courseId: string; change: AccessChange; why: string; at: number };
  /** Access ends in some days, or has ended when nothing could be sent in time. */
  access_ends: { grantId: string; isOver: boolean };
  /** A meeting is near. */
  meeting_reminder: { meetingId: string; studentId: string };
  /** The timetable of a cohort was changed: what its meetings were before; none for one that was added. */
  meetings_changed: {
    cohortId: string;
    userId: string;
    changes: { meetingId: string; before: MeetingBefore | null }[];
  };
  /** What became of an application: with a place that is paid in time, or without one. */
  application_approved: { applicationId: string };
  application_declined: { applicationId: string };
  /** Access was renewed, by whatever way; and the office has said no to whoever asked for it. */
  renewal_granted: { renewalId: string };
  renewal_declined: { renewalId: string };
  /** A certificate can be downloaded, is no longer valid, or is again. */
  certificate_news: { certificateId: string; news: "ready" | "revoked" | "restored"; why: string };
  /** `isOwn`: the student has cancelled it; `isBuyers`: the place stays with whoever has bought it for them. */
  enrolment_cancelled: { enrolmentId: string; why: string; isOwn?: true; isBuyers?: true };
  /** The office has prepared an order, and the buyer may pay it. */
  order_to_pay: { orderId: string };
  order_awaiting_transfer: { paymentId: string };
  /** A later part of a plan was paid, or several by one payment, of which this is the first: the receipt of that payment. */
  instalment_paid: { instalmentId: string };
  /** Less than was asked for has come by transfer: `paymentId` asks for the rest. */
  transfer_part_received: { paymentId: string; receivedId: string };
  /** Money has come for an order that had ended, and for which nothing can be given any more. */
  late_payment_received: { paymentId: string };
  /** An instalment is due soon or late: `level` as in domain/instalments/pick-reminder.ts, from 1 it is late. */
  /** `isAhead`: the office reminds before its day, however far away that is. */
  payment_reminder: { instalmentId: string; level: number; isAhead?: boolean };
  /** Access is suspended until a late instalment is paid. */
  payment_suspended: { instalmentId: string };
  /** An order waits for a transfer, and soon no longer. */
  transfer_reminder: { paymentId: string };
  /** The school asks whether credit is taken in place of money. */
  credit_offer: { offerId: string };
  /** What was booked as paid was another order's money: `refundId` is the reversal. */
  payment_undone: { refundId: string };
  payment_failed: { paymentId: string };
  order_expired: { orderId: string };
  /** The school has cancelled an order that was not paid. */
  order_cancelled: { orderId: string; why: string };
  waiting_offer: { waitingId: string };
  /** The school has cancelled the cohort that somebody waited for, or they do not meet a rule that it has got since. */
  waiting_ended: { waitingId: string; why: string; rule?: Message };
  /** The school has written to a student. */
  ticket_reply: { messageId: string };
  /** A student has written to the school. */
  ticket_received: { messageId: string };
  /** A teacher or the office has written to the students of a course. */
  announcement: { announcementId: string; studentId: string };
  refund_done: { refundId: string };
  /** It had gone, and came back after all. */
  refund_failed: { refundId: string };
  /** An invoice, a cancellation invoice or a credit note, which goes along as a file. */
  invoice_issued: { invoiceId: string };
  /** A refund by transfer was asked for: to which account it goes is not known, or was wrong; where it is known, which it is. */
  refund_account_wanted: { refundId: string };
  /** The register of VAT ids does not know the one that an order is billed to. */
  vat_id_wanted: { orderId: string };
  /** Somebody has declared, without signing in, that they withdraw from a contract. */
  withdrawal_received: { withdrawalId: string };
  /** It was accepted, whoever sends the money. */
  withdrawal_accepted: { withdrawalId: string };
  /** It was declined, with the reason. */
  withdrawal_declined: { withdrawalId: string };
  /** To the owners: a backup failed, or there is none that is young enough. */
  backup_trouble: { name: string; what: "failed" | "too_old"; words: string | Message };
};

export type MailKind = keyof MailPayloads;

/** A mail as a verb promises it: the kind decides what must come with it. */
export type EnqueuedMail = {
  [Kind in MailKind]: { kind: Kind; to: string; payload: MailPayloads[Kind]; dedupeKey: string };
}[MailKind];

/** What opens an account to whoever reads it. It is shown to nobody but its recipient, and forgotten once it was sent. */
export const SECRET_FIELDS: Partial<Record<MailKind, string>> = {
  sign_in_code: "code",
  verify_address: "path",
  reset_password: "path",
  invitation: "path",
  student_welcome: "path",
  confirm_new_address: "path",
};
