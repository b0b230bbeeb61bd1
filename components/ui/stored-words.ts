import { describeFailure, isFailure } from "#domain/kernel/describe-failure.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { type Message, message, type PlainKey } from "#messages/message.ts";

/** Who did something that no person did, by the name that is stored. */
const DOERS: Record<string, PlainKey> = {
  "send-mail": "history.doer_send_mail",
  "begin-payment": "history.doer_begin_payment",
  "send-refund": "history.doer_send_refund",
  "reconcile-provider": "history.doer_reconcile_provider",
  "sync-payments": "history.doer_sync_payments",
  "charge-cards": "history.doer_charge_cards",
  sessions: "history.doer_sessions",
  "first-start": "history.doer_first_start",
  backup: "history.doer_backup",
  purge: "history.doer_purge",
  "expire-orders": "history.doer_expire_orders",
  "cancel-cohort": "history.doer_cancel_cohort",
  "lapse-offers": "history.doer_lapse_offers",
  "issue-invoice": "history.doer_issue_invoice",
  "book-journals": "history.doer_book_journals",
  "make-invoices": "history.doer_make_invoices",
  "check-vat-ids": "history.doer_check_vat_ids",
  "make-certificates": "history.doer_make_certificates",
  "import-students": "history.doer_import_students",
  "purge-files": "history.doer_purge_files",
  "remind-of-access": "history.doer_remind_of_access",
  "remind-of-claim-links": "history.doer_remind_of_claim_links",
  "notify-of-confirmations": "history.doer_notify_of_confirmations",
  "remind-of-decisions": "history.doer_remind_of_decisions",
  "remind-of-payments": "history.doer_remind_of_payments",
  "remind-of-meetings": "history.doer_remind_of_meetings",
  "notify-of-meetings": "history.doer_notify_of_meetings",
  "deliver-announcements": "history.doer_deliver_announcements",
  "complete-enrolments": "history.doer_complete_enrolments",
  "count-usage": "history.doer_count_usage",
  "fill-text-keys": "history.doer_fill_text_keys",
  "close-quiet-tickets": "history.doer_close_quiet_tickets",
  import: "history.doer_import",
  "accept-database": "history.doer_accept_database",
  security: "history.doer_security",
  "reconcile-counters": "history.doer_reconcile_counters",
  "look-after-payment": "history.doer_look_after_payment",
  "return-page": "history.doer_return_page",
};

/** Reasons that the school itself writes down. */
const REASONS: Record<string, PlainKey> = {
  "what was paid for cannot be given any more": "history.because_cannot_be_given",
  "called off by the student": "history.because_by_student",
  "by the student": "history.because_student_moves",
  "called off by the buyer": "history.because_by_buyer",
  "place called off by the buyer": "history.because_by_buyer",
  "withdrawn from by the buyer": "history.because_withdrawn_from_by_the_buyer",
  "place cancelled": "history.because_place_cancelled",
  "paid late, the seats were still free": "history.because_paid_late_all",
  "account disabled": "history.because_account_disabled",
  "the rule of the cohort": "history.because_rule_of_cohort",
  "cohort cancelled": "history.because_cohort_cancelled",
  "given a place by the school": "history.because_place_by_school",
  "the order is cancelled": "history.because_order_cancelled",
  "the order is paid": "history.because_order_paid",
  "rules not met": "history.because_rules_not_met",
  "the provider does not know it": "history.because_provider_does_not_know",
  "the buyer pays another way": "history.because_other_way",
  "a part of it has come": "history.because_part_came",
  "no reply within the grace period": "history.because_no_reply",
  "the student replied": "history.because_student_replied",
  "cannot be paid": "history.because_cannot_be_paid",
  "not paid in time": "history.because_not_paid_in_time",
  refunded: "history.because_refunded",
  "enrolment cancelled": "history.because_enrolment_cancelled",
  "paid late, a seat was still free": "history.because_paid_late",
  "payment is late": "history.because_payment_is_late",
  "a bank match was undone": "history.because_match_undone",
  "A match with the bank's statement was undone": "history.because_match_undone",
  "The bank has taken the payment back": "history.because_bank_took_back",
  "the late part is paid": "history.because_late_part_paid",
  "moved to another cohort": "history.because_moved_away",
  "moved to a cheaper cohort": "history.because_moved_cheaper",
  "Made at the provider": "history.because_at_provider",
  "Made at the provider: requested by customer": "history.because_at_provider_requested",
  "Made at the provider: duplicate": "history.because_at_provider_duplicate",
  "Made at the provider: fraudulent": "history.because_at_provider_fraudulent",
};

/** Reasons of which the end is a person's, or names something. */
function reasonWithEnd(why: string): Message | undefined {
  const [, begin, end = ""] = /^(moved: |merged into )(.+)$/s.exec(why) ?? [];
  if (begin === undefined) return undefined;
  return begin === "moved: "
    ? message("history.because_moved", { why: reasonWords(end) })
    : message("history.because_merged", { code: end });
}

const lookUp = (table: Record<string, PlainKey>, stored: string) =>
  Object.hasOwn(table, stored) ? table[stored] : undefined;

/** What a provider reported is stored as `webhook:stripe`. */
const PROVIDERS: Record<string, PlainKey> = {
  "webhook:sandbox": "history.doer_webhook_sandbox",
  "webhook:stripe": "history.doer_webhook_stripe",
};

/** `close-quiet-tickets` as people say it. What this version does not know is shown as it is stored. */
export function systemDoerWords(job: string): string {
  const key = lookUp(DOERS, job) ?? lookUp(PROVIDERS, job);
  return key ? getTranslator()(key) : job.replaceAll("-", " ");
}

/** The reason of a step: the school's own in the reader's language, a person's as they typed it. */
export function reasonWords(why: string): string {
  const key = lookUp(REASONS, why);
  const t = getTranslator();
  if (key) return t(key);
  return isFailure(why) ? describeFailure(why, t) : t.format(reasonWithEnd(why) ?? why);
}
