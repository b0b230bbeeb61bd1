import type { Words } from "#messages/message.ts";
import type { Reader } from "#db/types.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { getAccessFacts } from "./get-access-facts.ts";
import { getAnnouncementFacts } from "./get-announcement-facts.ts";
import { getClaimFacts, getClaimsFacts, getReturnedFacts } from "./get-claim-facts.ts";
import { getCertificateFacts } from "./get-certificate-facts.ts";
import { getApplicationFacts } from "./get-application-facts.ts";
import { getRenewalFacts } from "./get-renewal-facts.ts";
import { formatPostalAddress } from "../settings/format-postal-address.ts";
import { getSchoolText } from "../settings/school-texts.ts";
import type { Draft, SchoolFace } from "./draft.ts";
import { getRecipientLanguage } from "./get-recipient-language.ts";
import { getMessageFacts } from "./get-message-facts.ts";
import type { MailKind, MailPayloads } from "./kinds.ts";
import {
  getMovedFrom,
  getPaidOrder,
  getOfferFacts,
  getOrderFacts,
  getPaymentFacts,
  getEnrolmentFacts,
  getRefundFacts,
} from "./order-facts.ts";
import { getUndoneFacts } from "./get-undone-facts.ts";
import { getInstalmentFacts } from "./get-instalment-facts.ts";
import { paymentReminder, paymentSuspended, transferReminder } from "./templates/payment-reminder.ts";
import { getInvoiceFacts } from "./get-invoice-facts.ts";
import { getCreditOfferFacts } from "./get-credit-offer-facts.ts";
import { creditOffer } from "./templates/credit-offer.ts";
import { getMoneyBack } from "./get-money-back.ts";
import { getEndingFacts } from "./get-ending-facts.ts";
import { getMeetingFacts } from "./get-meeting-facts.ts";
import { getTimetableFacts } from "./get-timetable-facts.ts";
import { accessEnds } from "./templates/access-ends.ts";
import { accessChanged } from "./templates/access-changed.ts";
import { announcement } from "./templates/announcement.ts";
import { backupTrouble } from "./templates/backup-trouble.ts";
import { certificateNews } from "./templates/certificate-news.ts";
import { claimLink, claimLinksReady, claimReturned, claimsEnded } from "./templates/claim-links.ts";
import { getDecisionFacts } from "./get-decision-facts.ts";
import { cohortConfirmed, cohortToDecide } from "./templates/cohort-confirmed.ts";
import { enrolmentCancelled } from "./templates/enrolment-cancelled.ts";
import { getCompletionFacts } from "./get-completion-facts.ts";
import { enrolmentCompleted } from "./templates/enrolment-completed.ts";
import { enrolmentConfirmed } from "./templates/enrolment-confirmed.ts";
import { enrolmentMoved } from "./templates/enrolment-moved.ts";
import { invitation } from "./templates/invitation.ts";
import {
  addressChanged,
  accountsMerged,
  addressCorrected,
  confirmNewAddress,
  newAddressAsked,
  newAddressTaken,
} from "./templates/new-address.ts";
import { invoiceIssued } from "./templates/invoice-issued.ts";
import { meetingReminder } from "./templates/meeting-reminder.ts";
import { meetingsChanged } from "./templates/meetings-changed.ts";
import { latePaymentReceived } from "./templates/late-payment-received.ts";
import { getPartPaidFacts } from "./get-part-paid-facts.ts";
import { instalmentPaid } from "./templates/instalment-paid.ts";
import { orderAwaitingTransfer, transferPartReceived } from "./templates/order-awaiting-transfer.ts";
import { paymentUndone } from "./templates/payment-undone.ts";
import { orderCancelled } from "./templates/order-cancelled.ts";
import { orderExpired } from "./templates/order-expired.ts";
import { orderToPay } from "./templates/order-to-pay.ts";
import { passwordChanged } from "./templates/password-changed.ts";
import { paymentFailed } from "./templates/payment-failed.ts";
import { refundAccountWanted } from "./templates/refund-account-wanted.ts";
import { refundDone } from "./templates/refund-done.ts";
import { refundFailed } from "./templates/refund-failed.ts";
import { applicationApproved } from "./templates/application-approved.ts";
import { applicationDeclined } from "./templates/application-declined.ts";
import { renewalDeclined } from "./templates/renewal-declined.ts";
import { renewalGranted } from "./templates/renewal-granted.ts";
import { resetPassword } from "./templates/reset-password.ts";
import { securityNotice } from "./templates/security-notice.ts";
import { signInCode } from "./templates/sign-in-code.ts";
import { studentWelcome } from "./templates/student-welcome.ts";
import { testMail } from "./templates/test-mail.ts";
import { ticketReceived } from "./templates/ticket-received.ts";
import { ticketReply } from "./templates/ticket-reply.ts";
import { vatIdWanted } from "./templates/vat-id-wanted.ts";
import { verifyAddress } from "./templates/verify-address.ts";
import { waitingEnded } from "./templates/waiting-ended.ts";
import { waitingOffer } from "./templates/waiting-offer.ts";
import { withdrawalAccepted } from "./templates/withdrawal-accepted.ts";
import { withdrawalDeclined } from "./templates/withdrawal-declined.ts";
import { withdrawalReceived } from "./templates/withdrawal-received.ts";
import { getRefundAccountFacts } from "./get-refund-account-facts.ts";
import { getVatIdFacts } from "./get-vat-id-facts.ts";
import { getWithdrawalFacts } from "./get-withdrawal-facts.ts";
import { waysChanged } from "./templates/ways-changed.ts";
import { type RenderedLetter, renderLetter } from "./render-letter.ts";
import { isolateValues } from "./isolate-values.ts";
import { removeSecret } from "./remove-secret.ts";

/** Where the school is and where its money goes, as the operator has configured, and the words of every language. */
export type MailContext = Pick<SchoolFace, "url" | "bank"> &
  Partial<Pick<SchoolFace, "getClaimSecret">> & {
    wordsIn: (language: string) => Words;
    /** When it is sent: what is over by then is not told any more. */
    now?: Date;
  };

/** How a kind of mail comes about: its facts, undefined when the thing is no longer there, and what is written of them. */
type Composer<Payload, Facts> = {
  find(read: Reader, payload: Payload, language: string, now?: Date): Promise<Facts | undefined>;
  write(facts: Facts, school: SchoolFace, t: Words): Draft;
};

/** A template whose facts come with the promise. */
const carried = <Payload>(write: Composer<Payload, Payload>["write"]): Composer<Payload, Payload> => ({
  find: async (_read, payload) => payload,
  write,
});

/** A template whose facts are read when the mail is written. */
const about = <Payload, Facts>(
  find: Composer<Payload, Facts>["find"],
  write: Composer<Payload, Facts>["write"],
): Composer<Payload, Facts> => ({ find, write });

export const COMPOSERS = {
  sign_in_code: carried(signInCode),
  verify_address: carried(verifyAddress),
  reset_password: carried(resetPassword),
  invitation: carried(invitation),
  password_changed: carried(passwordChanged),
  confirm_new_address: carried(confirmNewAddress),
  new_address_taken: carried(newAddressTaken),
  new_address_asked: carried(newAddressAsked),
  address_changed: carried(addressChanged),
  address_corrected: carried(addressCorrected),
  accounts_merged: carried(accountsMerged),
  ways_changed: carried(waysChanged),
  security_notice: carried(securityNotice),
  student_welcome: carried(studentWelcome),
  claim_link: about(getClaimFacts, claimLink),
  claim_links_ready: about(getClaimsFacts, claimLinksReady),
  claims_ended: about(async (read, { orderId, why }: MailPayloads["claims_ended"], language) => {
    const order = await getOrderFacts(read, orderId, language);
    return order && { order, why };
  }, claimsEnded),
  claim_returned: about(getReturnedFacts, claimReturned),
  enrolment_confirmed: about(
    (read, { enrolmentId }: { enrolmentId: string }, language) => getEnrolmentFacts(read, enrolmentId, language),
    enrolmentConfirmed,
  ),
  enrolment_moved: about(async (read, moved: MailPayloads["enrolment_moved"], language) => {
    const { enrolmentId, fromCohortId, orderId, returned = null, takenOff = null } = moved;
    const place = await getEnrolmentFacts(read, enrolmentId, language);
    const before = fromCohortId === undefined ? null : await getMovedFrom(read, fromCohortId, language);
    const difference = orderId === undefined ? null : await getPaidOrder(read, orderId);
    return place && { place, before, returned, takenOff, difference };
  }, enrolmentMoved),
  enrolment_completed: about(
    (read, { enrolmentId }: { enrolmentId: string }, language) => getCompletionFacts(read, enrolmentId, language),
    enrolmentCompleted,
  ),
  cohort_confirmed: about(
    (read, { enrolmentId }: { enrolmentId: string }, language) => getEnrolmentFacts(read, enrolmentId, language),
    cohortConfirmed,
  ),
  cohort_to_decide: about(getDecisionFacts, cohortToDecide),
  access_changed: about(getAccessFacts, accessChanged),
  access_ends: about(getEndingFacts, accessEnds),
  meeting_reminder: about(getMeetingFacts, meetingReminder),
  meetings_changed: about(getTimetableFacts, meetingsChanged),
  application_approved: about(getApplicationFacts, applicationApproved),
  application_declined: about(getApplicationFacts, applicationDeclined),
  renewal_granted: about(getRenewalFacts, renewalGranted),
  renewal_declined: about(getRenewalFacts, renewalDeclined),
  certificate_news: about(getCertificateFacts, certificateNews),
  enrolment_cancelled: about(async (read, payload: MailPayloads["enrolment_cancelled"], language) => {
    const { enrolmentId, why, isOwn = false, isBuyers = false } = payload;
    const place = await getEnrolmentFacts(read, enrolmentId, language);
    return place && { place, why, isOwn, isBuyers, money: await getMoneyBack(read, enrolmentId) };
  }, enrolmentCancelled),
  order_awaiting_transfer: about(
    (read, { paymentId }: { paymentId: string }, language) => getPaymentFacts(read, paymentId, language),
    orderAwaitingTransfer,
  ),
  instalment_paid: about(getPartPaidFacts, instalmentPaid),
  transfer_part_received: about(async (read, payload: MailPayloads["transfer_part_received"], language) => {
    const rest = await getPaymentFacts(read, payload.paymentId, language);
    const received = await getPaymentFacts(read, payload.receivedId, language);
    return rest && received && { rest, received: received.amount };
  }, transferPartReceived),
  late_payment_received: about(
    (read, { paymentId }: { paymentId: string }, language) => getPaymentFacts(read, paymentId, language),
    latePaymentReceived,
  ),
  order_to_pay: about(
    (read, { orderId }: { orderId: string }, language) => getOrderFacts(read, orderId, language),
    orderToPay,
  ),
  payment_reminder: about(async (read, payload: MailPayloads["payment_reminder"], language) => {
    const { instalmentId, level, isAhead } = payload;
    const instalment = await getInstalmentFacts(read, instalmentId, language);
    return instalment && { ...instalment, level, isAhead };
  }, paymentReminder),
  payment_suspended: about(
    (read, { instalmentId }: { instalmentId: string }, language) => getInstalmentFacts(read, instalmentId, language),
    paymentSuspended,
  ),
  credit_offer: about(
    (read, { offerId }: { offerId: string }, language) => getCreditOfferFacts(read, offerId, language),
    creditOffer,
  ),
  transfer_reminder: about(async (read, { paymentId }: { paymentId: string }, language) => {
    const payment = await getPaymentFacts(read, paymentId, language);
    // Nobody is reminded of what has arrived or is not awaited any more.
    return payment?.isOpen ? payment : undefined;
  }, transferReminder),
  payment_failed: about(
    (read, { paymentId }: { paymentId: string }, language) => getPaymentFacts(read, paymentId, language),
    paymentFailed,
  ),
  order_expired: about(
    (read, { orderId }: { orderId: string }, language) => getOrderFacts(read, orderId, language),
    orderExpired,
  ),
  payment_undone: about(getUndoneFacts, paymentUndone),
  order_cancelled: about(async (read, { orderId, why }: MailPayloads["order_cancelled"], language) => {
    const order = await getOrderFacts(read, orderId, language);
    return order && { order, why };
  }, orderCancelled),
  waiting_offer: about(
    (read, { waitingId }: { waitingId: string }, language) => getOfferFacts(read, waitingId, language),
    waitingOffer,
  ),
  waiting_ended: about(async (read, { waitingId, why, rule }: MailPayloads["waiting_ended"], language) => {
    const offer = await getOfferFacts(read, waitingId, language);
    return offer && { offer, why, rule };
  }, waitingEnded),
  ticket_reply: about((read, { messageId }: { messageId: string }) => getMessageFacts(read, messageId), ticketReply),
  ticket_received: about(
    (read, { messageId }: { messageId: string }) => getMessageFacts(read, messageId),
    ticketReceived,
  ),
  announcement: about(getAnnouncementFacts, announcement),
  refund_done: about(
    (read, { refundId }: { refundId: string }, language) => getRefundFacts(read, refundId, language),
    refundDone,
  ),
  refund_failed: about(
    (read, { refundId }: { refundId: string }, language) => getRefundFacts(read, refundId, language),
    refundFailed,
  ),
  invoice_issued: about(getInvoiceFacts, invoiceIssued),
  refund_account_wanted: about(
    (read, { refundId }: { refundId: string }, language) => getRefundAccountFacts(read, refundId, language),
    refundAccountWanted,
  ),
  vat_id_wanted: about(getVatIdFacts, vatIdWanted),
  withdrawal_received: about(getWithdrawalFacts, withdrawalReceived),
  withdrawal_accepted: about(getWithdrawalFacts, withdrawalAccepted),
  withdrawal_declined: about(getWithdrawalFacts, withdrawalDeclined),
  backup_trouble: carried(backupTrouble),
} satisfies { [Kind in MailKind]: Composer<MailPayloads[Kind], unknown> };

/** A mail of the outbox, as far as its text depends on it. */
export type PromisedMail = {
  kind: string;
  payload: Record<string, unknown>;
  recipient: string;
  language: string | null;
  sentAt?: Date | null;
};

/** Writes a promised mail as it stands now. Undefined for a kind that is no longer known and for what is no longer there. */
export async function composeMail(
  read: Reader,
  mail: PromisedMail,
  { wordsIn, ...place }: MailContext,
): Promise<RenderedLetter | undefined> {
  if (!Object.hasOwn(COMPOSERS, mail.kind)) return undefined;
  const { find, write } = COMPOSERS[mail.kind as MailKind] as Composer<unknown, unknown>;
  const t = isolateValues(wordsIn(await getRecipientLanguage(read, mail)));
  const facts = await find(read, mail.payload, t.language, place.now);
  if (facts === undefined) return undefined;
  const school = await getSchoolFace(read, t, place);
  return renderLetter(write(facts, school, t), school, t);
}

/** A mail that says that mails arrive, to whoever sets up the mail server. */
export async function composeTestMail(
  read: Reader,
  language: string,
  { wordsIn, ...place }: MailContext,
): Promise<RenderedLetter> {
  const t = isolateValues(wordsIn(language));
  const school = await getSchoolFace(read, t, place);
  return renderLetter(testMail(school, t), school, t);
}

async function getSchoolFace(read: Reader, t: Words, place: Omit<MailContext, "wordsIn">): Promise<SchoolFace> {
  const settings = await getSchoolSettings(read);
  // Whoever opens a link elsewhere than where they are signed in still reads on in the language of the mail.
  const language = t.language === settings.language ? "" : `/${t.language}`;
  const { text: refundPolicy } = getSchoolText(settings, "refundPolicy", t.language);
  const { text: taxNote } = getSchoolText(settings, "taxNote", t.language);
  const getClaimSecret = place.getClaimSecret ?? (() => "");
  return {
    ...settings,
    postalAddress: formatPostalAddress(settings, t.language),
    refundPolicy,
    taxNote,
    ...place,
    getClaimSecret,
    pages: place.url + language,
  };
}

/** As `composeMail`, without what opens an account: what is kept of a mail and shown to others than its recipient. */
export async function composeVeiledMail(
  read: Reader,
  mail: PromisedMail,
  place: MailContext,
): Promise<RenderedLetter | undefined> {
  const t = place.wordsIn(await getRecipientLanguage(read, mail));
  return composeMail(read, removeSecret(mail, t("mail_parts.not_shown_here")), { ...place, getClaimSecret: () => "" });
}
