/**
 * The words that state and kind columns may hold. They live beside the schema because CHECK constraints are
 * made from them; the moves between them live in the domain's transition tables.
 */
export const ROLES = ["student", "instructor", "support", "finance", "admin", "owner"] as const;
export const COURSE_STATES = ["draft", "published", "archived"] as const;
export const COURSE_LEVELS = ["any", "beginner", "intermediate", "advanced"] as const;
export const COHORT_STATES = ["open", "cancelled"] as const;
export const MATERIAL_KINDS = ["text", "link", "file"] as const;
export const ORDER_STATES = ["draft", "awaiting_payment", "paid", "expired", "cancelled"] as const;
/** Why an order waits for a person. */
export const REVIEW_REASONS = [
  "underpaid",
  "paid_twice",
  "money_after_cancellation",
  "late_money_no_seat",
  "late_money_enrolled_elsewhere",
  "amount_mismatch",
  "provider_refused",
  "refund_due",
  "refunded_outside",
  "dispute_lost",
] as const;
/**
 * What of the school's money waits for a person (the view `work_items`): orders by why they were flagged (`reviews`: for anything else), money
 * to confirm, to send back or sent back in vain, parts that are late or whose card was declined, and what does not fit together.
 */
export const WORK_KINDS = [
  "underpaid",
  "overpaid",
  "duplicate",
  "late_money",
  "refund_due",
  "reviews",
  "transfers",
  "bank_lines",
  "bank_gaps",
  "payouts",
  "returned",
  "refunds",
  "approvals",
  "withdrawals",
  "disputes",
  "late",
  "declined",
  "invoices",
  "vat_ids",
  "differences",
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];
/** `cancelled`: its order has ended before it was paid. */
export const INSTALMENT_STATES = ["due", "paid", "cancelled"] as const;
/**
 * `fee`: what a reminder has cost; it is paid with the part that was late. `cancellation_fee`: what an order that was cancelled still asks for,
 * because less had come in by then than the school keeps by its terms.
 */
export const INSTALMENT_KINDS = ["part", "fee", "cancellation_fee"] as const;
/** `given`: in place of money. `goodwill`: by the school. `spent` on an order, `returned` by one that ended, `paid_out`: back as money. */
export const CREDIT_ENTRY_KINDS = ["given", "goodwill", "spent", "returned", "paid_out"] as const;
export const CREDIT_OFFER_STATES = ["offered", "agreed", "declined", "withdrawn"] as const;
export const HOLD_STATES = ["held", "taken", "released"] as const;
export const PAYMENT_STATES = ["created", "pending", "settled", "failed", "cancelled", "expired"] as const;
export const PROVIDERS = ["sandbox", "stripe", "bank"] as const;
export const REFUND_STATES = ["requested", "submitted", "done", "failed", "external"] as const;
/** Whether a second person must look at a refund before it is sent. */
export const REFUND_APPROVALS = ["awaited", "given", "declined"] as const;
/** A place of a cohort that was cancelled: to be ended, ended, or not ended when it was tried last. */
export const COHORT_ENDING_STATES = ["waiting", "done", "failed"] as const;
/** A declaration of withdrawal: open, answered with a refund, or without one. */
export const WITHDRAWAL_STATES = ["open", "accepted", "declined"] as const;
/** What the school's bank sends, of which lines are kept: statements, notices of booked entries, and tables. */
export const BANK_FILE_FORMATS = ["camt053", "camt054", "mt940", "csv"] as const;
/** `gap`: it does not open with what the one before closed with. `overlap`: it begins before that one ends, and ends after it. */
export const BANK_STATEMENT_PROBLEMS = ["gap", "overlap"] as const;
export const BANK_LINE_STATES = ["waiting", "matched", "ignored"] as const;
/**
 * `account`: money of no order, booked to an account of the general ledger. `duplicate`: another line has said it already, so it is no money at all.
 * `payment_reversed`: the bank has taken back what had come in for an order.
 */
export const BANK_MATCH_KINDS = [
  "payment",
  "refund_sent",
  "refund_returned",
  "provider_payout",
  "bank_charge",
  "account",
  "duplicate",
  "payment_reversed",
] as const;
export type BankMatchKind = (typeof BANK_MATCH_KINDS)[number];
/** A file of transfers for the bank: made, said to be sent, or called off before it was. */
export const PAYOUT_RUN_STATES = ["open", "sent", "cancelled"] as const;
export const DISPUTE_STATES = ["open", "won", "lost", "closed"] as const;
/**
 * How a provider's books and ours differ: we have what the provider has not, it has what we have not, or both have it with
 * another amount or currency. `unanswered`: the provider says that it does not know a payment which we wait for.
 */
export const DIFFERENCE_KINDS = ["missing_there", "missing_here", "amount", "unanswered"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];
export const ENROLMENT_STATES = ["pending", "active", "suspended", "completed", "cancelled", "revoked"] as const;
/** `replaced`: another version with another name has its number now. */
export const CERTIFICATE_STATES = ["issued", "revoked", "replaced"] as const;
/** What is issued to a buyer under a number. */
/** What the tax offices' register (VIES) says of a VAT id; none yet where it was not reached. */
export const VAT_CHECKS = ["valid", "invalid", "unanswered"] as const;
export const INVOICE_KINDS = ["invoice", "cancellation", "credit_note"] as const;
/** Of invoices: to be paid, paid, or taken back by a cancellation invoice. What corrects one is `issued`, and stays so. */
export const INVOICE_STATES = ["open", "paid", "cancelled", "issued"] as const;
/** What a question at enrolment asks for. */
export const QUESTION_KINDS = ["text", "choice", "checkbox", "date", "file", "consent"] as const;
export const GRANT_REASONS = ["enrolment", "gift", "renewal", "staff"] as const;
/** How a sale stands to the tax on it (EN 16931 by S, Z, E, AE and O): only a standard one bears a rate above zero. */
export const TAX_CATEGORIES = ["standard", "zero", "exempt", "reverse_charge", "outside"] as const;
/** What an order line buys. */
/** `claim`: a place for whoever claims it by a link. */
export const LINE_KINDS = ["enrolment", "renewal", "move", "claim"] as const;
/** A move of a place to another cohort by its student: one that costs more waits until the difference is paid. */
export const MOVE_STATES = ["awaiting_payment", "moved", "cancelled"] as const;
/** A place that was bought for somebody else: waits for payment, can be claimed, was claimed, has ended unclaimed. */
export const CLAIM_LINK_STATES = ["unpaid", "open", "claimed", "cancelled"] as const;
/** What the office did to access that somebody had. */
export const ACCESS_STEPS = ["extended", "shortened"] as const;
/** Whether and how access to a cohort's course is renewed: not at all, by asking the office, or in one click. */
export const RENEWAL_WAYS = ["none", "request", "instant"] as const;
export const RENEWAL_STATES = [
  "requested",
  "awaiting_payment",
  "granted",
  "declined",
  "cancelled",
  "refunded",
] as const;
export const APPLICATION_STATES = ["applied", "approved", "declined", "withdrawn"] as const;
export const SEAT_BLOCK_STATES = ["open", "ended"] as const;
export const WAITING_STATES = ["waiting", "offered", "accepted", "declined", "lapsed", "left"] as const;
/** `checking` and `running` are a job's to do. */
export const STUDENT_IMPORT_STATES = ["uploaded", "checking", "checked", "running", "done"] as const;
export const STUDENT_FILE_FORMATS = ["matricula", "moodle", "oneroster"] as const;
/** What becomes of a row of a file of students. `skipped`: it is about somebody else than a student. */
export const ROW_OUTCOMES = ["created", "changed", "same", "skipped", "rejected"] as const;
export const TICKET_STATES = ["new", "open", "waiting_on_student", "resolved", "closed", "merged"] as const;
export const TICKET_PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export const TICKET_ABOUT = ["order", "course", "enrolment", "payment"] as const;
export const MESSAGE_KINDS = ["public", "note", "event"] as const;
export const ANNOUNCEMENT_STATES = ["draft", "sending", "sent"] as const;
export const ANNOUNCEMENT_AUDIENCES = ["everyone", "not_opened", "not_paid", "not_attended"] as const;
/** Whether somebody was at a meeting. `late` counts as attended. */
export const ATTENDANCE_STATES = ["present", "late", "excused", "absent"] as const;
/** Who said so: the teacher or the office, or the student by the code in the room. */
export const ATTENDANCE_VIA = ["teacher", "check_in"] as const;
export const MESSAGE_VIA = ["web", "mail", "api"] as const;
export const CODE_PURPOSES = ["sign_in", "verify", "reset", "owner", "new_address"] as const;
export const OUTBOX_STATES = ["pending", "sent", "failed"] as const;
/** The accounts of the general ledger, in the order of a balance. Their numbers and signs: `domain/accounting/chart.ts`. */
export const ACCOUNTS = [
  "bank",
  "in_transit",
  "clearing",
  "suspense",
  "receivable",
  "credit",
  "tax",
  "deferred_revenue",
  "owner",
  "opening",
  "revenue",
  "refunds",
  "disputes",
  "other_income",
  "goodwill",
  "payment_fees",
  "other_expenses",
] as const;
export const LEDGER_ACCOUNTS = ["clearing", "customer_funds", "revenue", "fees"] as const;

export const SANDBOX_CHECKOUT_STATES = [
  "open",
  "needs_confirmation",
  "processing",
  "paid",
  "declined",
  "cancelled",
] as const;
export const SANDBOX_EVENT_STATES = ["due", "delivered", "given_up"] as const;

export type Role = (typeof ROLES)[number];
export type CourseState = (typeof COURSE_STATES)[number];
export type CourseLevel = (typeof COURSE_LEVELS)[number];
export type MaterialKind = (typeof MATERIAL_KINDS)[number];
export type OrderState = (typeof ORDER_STATES)[number];
export type ReviewReason = (typeof REVIEW_REASONS)[number];
export type InstalmentState = (typeof INSTALMENT_STATES)[number];
export type InstalmentKind = (typeof INSTALMENT_KINDS)[number];
export type CreditEntryKind = (typeof CREDIT_ENTRY_KINDS)[number];
export type HoldState = (typeof HOLD_STATES)[number];
export type PaymentState = (typeof PAYMENT_STATES)[number];
export type ProviderName = (typeof PROVIDERS)[number];
export type RefundState = (typeof REFUND_STATES)[number];
export type RefundApproval = (typeof REFUND_APPROVALS)[number];
export type CohortEndingState = (typeof COHORT_ENDING_STATES)[number];
export type PayoutRunState = (typeof PAYOUT_RUN_STATES)[number];
export type DisputeState = (typeof DISPUTE_STATES)[number];
export type EnrolmentState = (typeof ENROLMENT_STATES)[number];
export type CertificateState = (typeof CERTIFICATE_STATES)[number];
export type VatCheck = (typeof VAT_CHECKS)[number];
export type InvoiceKind = (typeof INVOICE_KINDS)[number];
export type InvoiceState = (typeof INVOICE_STATES)[number];
export type QuestionKind = (typeof QUESTION_KINDS)[number];
export type GrantReason = (typeof GRANT_REASONS)[number];
export type ClaimLinkState = (typeof CLAIM_LINK_STATES)[number];
export type TaxCategory = (typeof TAX_CATEGORIES)[number];
export type LineKind = (typeof LINE_KINDS)[number];
export type RenewalWay = (typeof RENEWAL_WAYS)[number];
export type ApplicationState = (typeof APPLICATION_STATES)[number];
export type WaitingState = (typeof WAITING_STATES)[number];
export type TicketState = (typeof TICKET_STATES)[number];
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];
export type TicketAbout = (typeof TICKET_ABOUT)[number];
export type SandboxCheckoutState = (typeof SANDBOX_CHECKOUT_STATES)[number];
export type Account = (typeof ACCOUNTS)[number];
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];
export type AttendanceState = (typeof ATTENDANCE_STATES)[number];
export type AttendanceVia = (typeof ATTENDANCE_VIA)[number];
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];
export type AnnouncementAudience = (typeof ANNOUNCEMENT_AUDIENCES)[number];
export const COUPON_STATES = ["active", "ended"] as const;
/** What a coupon takes off: a share of the price of each place, or an amount of the order. */
export const COUPON_KINDS = ["percent", "amount"] as const;
/** For what a coupon can be used, where not for everything. */
export const COUPON_SCOPES = ["subject", "course", "cohort"] as const;
/** Of an order that waits, of one that was paid, of one that has ended. */
export const COUPON_USE_STATES = ["reserved", "used", "released"] as const;
export const PRICE_RULE_STATES = ["active", "ended"] as const;
/** Whom a price rule is for: who orders early, who is of a group, who has bought a course before, who orders several places. */
export const PRICE_RULE_KINDS = ["early_bird", "group", "second_course", "several_places"] as const;
/** What a price rule makes of the price of a place: a share less, an amount less, or another price. */
export const PRICE_RULE_EFFECTS = ["percent", "amount", "price"] as const;
/** Why a line of an order costs less than its place does. */
export const DISCOUNT_SOURCES = ["price_rule", "coupon"] as const;
export type CouponScope = (typeof COUPON_SCOPES)[number];
export type CouponUseState = (typeof COUPON_USE_STATES)[number];
export type PriceRuleEffect = (typeof PRICE_RULE_EFFECTS)[number];
export type DiscountSource = (typeof DISCOUNT_SOURCES)[number];
