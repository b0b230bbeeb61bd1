import type { Reader } from "#db/types.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Draft, SchoolFace } from "./draft.ts";
import type { MailKind, MailPayloads } from "./kinds.ts";
import { getOfferFacts, getOrderFacts, getPaymentFacts, getEnrolmentFacts, getRefundFacts } from "./order-facts.ts";
import { backupTrouble } from "./templates/backup-trouble.ts";
import { enrolmentCancelled } from "./templates/enrolment-cancelled.ts";
import { enrolmentConfirmed } from "./templates/enrolment-confirmed.ts";
import { enrolmentMoved } from "./templates/enrolment-moved.ts";
import { invitation } from "./templates/invitation.ts";
import { addressChanged, confirmNewAddress, newAddressAsked, newAddressTaken } from "./templates/new-address.ts";
import { orderAwaitingTransfer } from "./templates/order-awaiting-transfer.ts";
import { orderCancelled } from "./templates/order-cancelled.ts";
import { orderExpired } from "./templates/order-expired.ts";
import { orderToPay } from "./templates/order-to-pay.ts";
import { passwordChanged } from "./templates/password-changed.ts";
import { paymentFailed } from "./templates/payment-failed.ts";
import { refundDone } from "./templates/refund-done.ts";
import { resetPassword } from "./templates/reset-password.ts";
import { securityNotice } from "./templates/security-notice.ts";
import { signInCode } from "./templates/sign-in-code.ts";
import { studentWelcome } from "./templates/student-welcome.ts";
import { ticketReceived } from "./templates/ticket-received.ts";
import { ticketReply } from "./templates/ticket-reply.ts";
import { verifyAddress } from "./templates/verify-address.ts";
import { waitingEnded } from "./templates/waiting-ended.ts";
import { waitingOffer } from "./templates/waiting-offer.ts";
import { waysChanged } from "./templates/ways-changed.ts";
import { getMessageFacts } from "./get-message-facts.ts";
import { type RenderedLetter, renderLetter } from "./render-letter.ts";

/** Where the school is and where its money goes: what the operator has configured. */
export type MailContext = Pick<SchoolFace, "url" | "bank">;

type Compose<Payload> = (read: Reader, payload: Payload, school: SchoolFace) => Promise<Draft | undefined>;

/** A template whose facts come with the promise. */
const carried =
  <Payload>(template: (payload: Payload, school: SchoolFace) => Draft): Compose<Payload> =>
  async (_read, payload, school) =>
    template(payload, school);

/** A template whose facts are read when the mail is written; undefined when the thing is no longer there. */
const about =
  <Payload, Facts>(
    facts: (read: Reader, payload: Payload) => Promise<Facts | undefined>,
    template: (facts: Facts, school: SchoolFace) => Draft,
  ): Compose<Payload> =>
  async (read, payload, school) => {
    const found = await facts(read, payload);
    return found && template(found, school);
  };

const COMPOSERS: { [Kind in MailKind]: Compose<MailPayloads[Kind]> } = {
  sign_in_code: carried(signInCode),
  verify_address: carried(verifyAddress),
  reset_password: carried(resetPassword),
  invitation: carried(invitation),
  password_changed: carried(passwordChanged),
  confirm_new_address: carried(confirmNewAddress),
  new_address_taken: carried(newAddressTaken),
  new_address_asked: carried(newAddressAsked),
  address_changed: carried(addressChanged),
  ways_changed: carried(waysChanged),
  security_notice: carried(securityNotice),
  student_welcome: carried(studentWelcome),
  enrolment_confirmed: about((read, { enrolmentId }) => getEnrolmentFacts(read, enrolmentId), enrolmentConfirmed),
  enrolment_moved: about((read, { enrolmentId }) => getEnrolmentFacts(read, enrolmentId), enrolmentMoved),
  enrolment_cancelled: about(async (read, { enrolmentId, why }) => {
    const place = await getEnrolmentFacts(read, enrolmentId);
    return place && { place, why };
  }, enrolmentCancelled),
  order_awaiting_transfer: about((read, { paymentId }) => getPaymentFacts(read, paymentId), orderAwaitingTransfer),
  order_to_pay: about((read, { orderId }) => getOrderFacts(read, orderId), orderToPay),
  payment_failed: about((read, { paymentId }) => getPaymentFacts(read, paymentId), paymentFailed),
  order_expired: about((read, { orderId }) => getOrderFacts(read, orderId), orderExpired),
  order_cancelled: about(async (read, { orderId, why }) => {
    const order = await getOrderFacts(read, orderId);
    return order && { order, why };
  }, orderCancelled),
  waiting_offer: about((read, { waitingId }) => getOfferFacts(read, waitingId), waitingOffer),
  waiting_ended: about(async (read, { waitingId, why }) => {
    const offer = await getOfferFacts(read, waitingId);
    return offer && { offer, why };
  }, waitingEnded),
  ticket_reply: about((read, { messageId }) => getMessageFacts(read, messageId), ticketReply),
  ticket_received: about((read, { messageId }) => getMessageFacts(read, messageId), ticketReceived),
  refund_done: about((read, { refundId }) => getRefundFacts(read, refundId), refundDone),
  backup_trouble: carried(backupTrouble),
};

/** Writes a promised mail as it stands now. Undefined for a kind that is no longer known and for what is no longer there. */
export async function composeMail(
  read: Reader,
  mail: { kind: string; payload: Record<string, unknown> },
  place: MailContext,
): Promise<RenderedLetter | undefined> {
  if (!Object.hasOwn(COMPOSERS, mail.kind)) return undefined;
  const compose = COMPOSERS[mail.kind as MailKind] as Compose<Record<string, unknown>>;
  const school: SchoolFace = { ...(await getSchoolSettings(read)), ...place };
  const draft = await compose(read, mail.payload, school);
  return draft && renderLetter(draft, school);
}
