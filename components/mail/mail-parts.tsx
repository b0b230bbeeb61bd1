import { Badge, type Tone } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import type { Column } from "#components/ui/table.tsx";
import type { MailKind } from "#domain/mail/kinds.ts";
import type { MailRow, MailStatus } from "#domain/mail/list-mails.ts";

const kinds: Record<MailKind, string> = {
  sign_in_code: "Code to sign in",
  verify_address: "Is this your address?",
  reset_password: "New password",
  invitation: "Invitation to the team",
  password_changed: "Password was changed",
  confirm_new_address: "New address: confirm it",
  new_address_taken: "New address: taken",
  new_address_asked: "New address was asked for",
  address_changed: "Address was changed",
  ways_changed: "Ways to sign in changed",
  security_notice: "Security notice",
  student_welcome: "Welcome to a new student",
  enrolment_confirmed: "Place confirmed, receipt",
  enrolment_moved: "Place moved",
  enrolment_cancelled: "Place cancelled",
  order_to_pay: "Order to pay",
  order_awaiting_transfer: "How to transfer",
  payment_failed: "Payment did not go through",
  order_expired: "Seat given back",
  order_cancelled: "Order cancelled",
  waiting_offer: "Seat offered",
  waiting_ended: "Waiting list ended",
  ticket_reply: "The school wrote",
  ticket_received: "A student wrote",
  refund_done: "Refund",
  backup_trouble: "Trouble with backups",
};

/** A kind of mail in words; one that this version no longer knows, as it is stored. */
export function mailKindWords(kind: string): string {
  return Object.hasOwn(kinds, kind) ? kinds[kind as MailKind] : kind.replaceAll("_", " ");
}

export const mailKindOptions = Object.entries(kinds).map(([value, label]) => ({ value, label }));

const standings: Record<MailStatus, { tone: Tone; words: string }> = {
  waiting: { tone: "info", words: "waiting" },
  sent: { tone: "ok", words: "sent" },
  kept: { tone: "neutral", words: "kept to be read" },
  failed: { tone: "bad", words: "failed" },
};

export const mailStandingOptions = Object.entries(standings).map(([value, { words }]) => ({ value, label: words }));

export function MailStandingBadge({ standing }: { standing: MailStatus }) {
  const { tone, words } = standings[standing];
  return <Badge tone={tone}>{words}</Badge>;
}

/** The columns of a list of mails. `folder` is where each mail has its page. */
export function mailColumns(folder: string, timezone: string): Column<MailRow>[] {
  return [
    {
      key: "kind",
      header: "Mail",
      cell: (mail) => (
        <a href={`${folder}/${mail.id}`} className="font-[560] hover:underline">
          {mailKindWords(mail.kind)}
        </a>
      ),
    },
    {
      key: "to",
      header: "To",
      long: true,
      cell: (mail) => <span className="[overflow-wrap:anywhere]">{mail.recipient}</span>,
    },
    {
      key: "standing",
      header: "State",
      cell: (mail) => (
        <>
          <MailStandingBadge standing={mail.standing} />
          {mail.lastError && mail.standing !== "kept" && (
            <span
              title={mail.lastError}
              className="mt-1 line-clamp-2 block max-w-[44ch] text-tiny text-ink-soft [overflow-wrap:anywhere]"
            >
              {mail.lastError}
            </span>
          )}
        </>
      ),
    },
    { key: "tries", header: "Tries", align: "end", cell: (mail) => mail.attempts },
    {
      key: "created",
      header: "Promised",
      align: "end",
      sortable: true,
      cell: (mail) => <DateTime instant={mail.createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
