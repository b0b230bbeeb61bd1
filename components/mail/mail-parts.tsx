import type { PlainKey } from "#messages/message.ts";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import type { Column } from "#components/ui/table.tsx";
import type { MailKind } from "#domain/mail/kinds.ts";
import type { MailRow, MailStatus } from "#domain/mail/list-mails.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const kinds: Record<MailKind, PlainKey> = {
  sign_in_code: "mail.kinds_sign_in_code",
  verify_address: "mail.kinds_verify_address",
  reset_password: "mail.kinds_reset_password",
  invitation: "mail.kinds_invitation",
  password_changed: "mail.kinds_password_changed",
  confirm_new_address: "mail.kinds_confirm_new_address",
  new_address_taken: "mail.kinds_new_address_taken",
  new_address_asked: "mail.kinds_new_address_asked",
  address_changed: "mail.kinds_address_changed",
  address_corrected: "mail.kinds_address_corrected",
  accounts_merged: "mail.kinds_accounts_merged",
  ways_changed: "mail.kinds_ways_changed",
  security_notice: "mail.kinds_security_notice",
  student_welcome: "mail.kinds_student_welcome",
  enrolment_completed: "mail.kinds_enrolment_completed",
  enrolment_confirmed: "mail.kinds_enrolment_confirmed",
  enrolment_moved: "mail.kinds_enrolment_moved",
  cohort_confirmed: "mail.kinds_cohort_confirmed",
  cohort_to_decide: "mail.kinds_cohort_to_decide",
  access_changed: "mail.kinds_access_changed",
  access_ends: "mail.kinds_access_ends",
  payment_reminder: "mail.kinds_payment_reminder",
  payment_suspended: "mail.kinds_payment_suspended",
  transfer_reminder: "mail.kinds_transfer_reminder",
  credit_offer: "mail.kinds_credit_offer",
  certificate_news: "mail.kinds_certificate_news",
  meeting_reminder: "mail.kinds_meeting_reminder",
  meetings_changed: "mail.kinds_meetings_changed",
  application_approved: "mail.kinds_application_approved",
  application_declined: "mail.kinds_application_declined",
  renewal_granted: "mail.kinds_renewal_granted",
  renewal_declined: "mail.kinds_renewal_declined",
  enrolment_cancelled: "mail.kinds_enrolment_cancelled",
  claim_link: "mail.kinds_claim_link",
  claim_links_ready: "mail.kinds_claim_links_ready",
  claims_ended: "mail.kinds_claims_ended",
  claim_returned: "mail.kinds_claim_returned",
  order_to_pay: "mail.kinds_order_to_pay",
  order_awaiting_transfer: "mail.kinds_order_awaiting_transfer",
  instalment_paid: "mail.kinds_instalment_paid",
  transfer_part_received: "mail.kinds_transfer_part_received",
  refund_failed: "mail.kinds_refund_failed",
  late_payment_received: "mail.kinds_late_payment_received",
  payment_failed: "mail.kinds_payment_failed",
  payment_undone: "mail.kinds_payment_undone",
  order_expired: "mail.kinds_order_expired",
  order_cancelled: "mail.kinds_order_cancelled",
  waiting_offer: "mail.kinds_waiting_offer",
  waiting_ended: "mail.kinds_waiting_ended",
  ticket_reply: "mail.kinds_ticket_reply",
  ticket_received: "mail.kinds_ticket_received",
  announcement: "mail.kinds_announcement",
  withdrawal_received: "mail.kinds_withdrawal_received",
  withdrawal_accepted: "mail.kinds_withdrawal_accepted",
  withdrawal_declined: "mail.kinds_withdrawal_declined",
  refund_account_wanted: "mail.kinds_refund_account_wanted",
  vat_id_wanted: "mail.kinds_vat_id_wanted",
  invoice_issued: "mail.kinds_invoice_issued",
  refund_done: "mail.kinds_refund_done",
  backup_trouble: "mail.kinds_backup_trouble",
};

/** A kind of mail in words; one that this version no longer knows, as it is stored. */
export function mailKindWords(kind: string): string {
  return Object.hasOwn(kinds, kind) ? getTranslator()(kinds[kind as MailKind]) : kind.replaceAll("_", " ");
}

export function mailKindOptions(): { value: string; label: string }[] {
  const t = getTranslator();
  return Object.entries(kinds).map(([value, key]) => ({ value, label: t(key) }));
}

const MAIL_STATUS_WORDS: Record<MailStatus, { tone: Tone; label: PlainKey }> = {
  waiting: { tone: "info", label: "mail.status_waiting" },
  sent: { tone: "ok", label: "mail.status_sent" },
  kept: { tone: "neutral", label: "mail.status_kept" },
  failed: { tone: "bad", label: "mail.status_failed" },
};

export function mailStatusOptions(): { value: string; label: string }[] {
  const t = getTranslator();
  return Object.entries(MAIL_STATUS_WORDS).map(([value, { label }]) => ({ value, label: t(label) }));
}

export function MailStatusBadge({ status }: { status: MailStatus }) {
  const { tone, label } = MAIL_STATUS_WORDS[status];
  return <Badge tone={tone}>{getTranslator()(label)}</Badge>;
}

const errors: Record<string, PlainKey> = { no_server: "mail.error_no_server", gone: "mail.error_gone" };

/** Why a mail was not sent, in words of ours or of the mail server. */
export function mailErrorWords(error: string): string {
  const key = Object.hasOwn(errors, error) ? errors[error] : undefined;
  return key ? getTranslator()(key) : error;
}

/** The columns of a list of mails. `folder` is where each mail has its page. */
export function mailColumns(folder: string, timezone: string): Column<MailRow>[] {
  const t = getTranslator();
  return [
    {
      key: "kind",
      header: t("mail.mail"),
      cell: (mail) => (
        <a href={`${folder}/${mail.id}`} className="font-[560] hover:underline">
          {mailKindWords(mail.kind)}
        </a>
      ),
    },
    {
      key: "to",
      header: t("mail.to"),
      long: true,
      cell: (mail) => <span className="[overflow-wrap:anywhere]">{mail.recipient}</span>,
    },
    {
      key: "status",
      header: t("mail.state"),
      cell: (mail) => (
        <>
          <MailStatusBadge status={mail.status} />
          {mail.lastError && mail.status !== "kept" && (
            <span
              title={mailErrorWords(mail.lastError)}
              className="mt-1 line-clamp-2 block max-w-[44ch] text-tiny text-ink-soft [overflow-wrap:anywhere]"
            >
              {mailErrorWords(mail.lastError)}
            </span>
          )}
        </>
      ),
    },
    { key: "tries", header: t("mail.tries"), align: "end", cell: (mail) => mail.attempts },
    {
      key: "created",
      header: t("mail.promised"),
      align: "end",
      sortable: true,
      cell: (mail) => <DateTime instant={mail.createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
