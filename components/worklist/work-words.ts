import { formatReviewReason, KIND_WORDS } from "#components/admin/states.tsx";
import { formatDay } from "#components/bank/format-day.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { describeDisputeReason } from "#domain/kernel/describe-dispute-reason.ts";
import { describeFailureForTeam } from "#domain/kernel/describe-failure.ts";
import type { WorkRow } from "#domain/reports/list-work.ts";
import type { WorkKind, WorkStep } from "#domain/reports/work-steps.ts";
import type { PlainKey } from "#messages/message.ts";

export const WORK_KIND_WORDS: Record<WorkKind, PlainKey> = {
  underpaid: "worklist.kind_underpaid",
  overpaid: "worklist.kind_overpaid",
  duplicate: "worklist.kind_duplicate",
  late_money: "worklist.kind_late_money",
  refund_due: "worklist.kind_refund_due",
  reviews: "worklist.kind_reviews",
  transfers: "worklist.kind_transfers",
  bank_lines: "worklist.kind_bank_lines",
  bank_gaps: "worklist.kind_bank_gaps",
  payouts: "worklist.kind_payouts",
  returned: "worklist.kind_returned",
  refunds: "worklist.kind_refunds",
  approvals: "worklist.kind_approvals",
  withdrawals: "worklist.kind_withdrawals",
  disputes: "worklist.kind_disputes",
  late: "worklist.kind_late",
  declined: "worklist.kind_declined",
  invoices: "worklist.kind_invoices",
  vat_ids: "worklist.kind_vat_ids",
  differences: "worklist.kind_differences",
};

export const WORK_STEP_WORDS: Record<WorkStep, PlainKey> = {
  remind: "worklist.step_remind_button",
  waive: "worklist.step_waive_button",
  confirm: "worklist.step_confirm_button",
  ask_account: "worklist.step_ask_account_button",
  mark_sent: "worklist.step_mark_sent_button",
  offer_credit: "worklist.step_offer_credit_button",
  ignore: "worklist.step_ignore_button",
  retry: "worklist.step_retry_button",
  ask_vat_id: "worklist.step_ask_vat_id_button",
  charge_tax: "worklist.step_charge_tax_button",
  accept_vat_id: "worklist.step_accept_vat_id_button",
  resolve: "worklist.step_resolve_button",
};

/** Where something is opened, or done that takes more than a press. */
export function workHref({
  kind,
  itemId,
  orderCode,
  detail,
}: Pick<WorkRow, "kind" | "itemId" | "orderCode" | "detail">): {
  href: string;
  label: PlainKey;
} {
  if (kind === "bank_lines") return { href: `/admin/bank/${itemId}`, label: "worklist.go_match" };
  if (kind === "bank_gaps") return { href: "/admin/bank#balances", label: "worklist.go_statements" };
  if (kind === "approvals") return { href: "/admin/approvals?approval=awaited", label: "worklist.go_approve" };
  if (kind === "withdrawals") {
    const one = orderCode ? `&q=${orderCode}` : "";
    return { href: `/admin/withdrawals?state=open${one}`, label: "worklist.go_answer" };
  }
  if (kind === "payouts" || kind === "returned") return { href: "/admin/payouts", label: "worklist.go_payouts" };
  if (kind === "differences") return { href: "/admin/reconciliation?status=open", label: "worklist.go_compare" };
  if (kind === "invoices" && detail?.startsWith("e_invoice:"))
    return { href: `/admin/orders/${orderCode}/billing`, label: "worklist.go_correct" };
  if (kind === "vat_ids") return { href: `/admin/orders/${orderCode}/billing`, label: "worklist.go_billing" };
  const isMoneyBack = ["overpaid", "duplicate", "late_money", "refund_due", "refunds"].includes(kind);
  return { href: `/admin/orders/${orderCode}`, label: isMoneyBack ? "worklist.go_refund" : "worklist.go_order" };
}

const INSTALMENTS: Record<string, PlainKey> = {
  cancellation_fee: "instalments.cancellation_fee",
};

/** Which part of an invoice failed: its PDF, its e-invoice, its mail. */
const INVOICE_FAILURES: Record<string, PlainKey> = {
  file: "worklist.invoice_file",
  e_invoice: "worklist.invoice_e_invoice",
  mail: "worklist.invoice_mail",
};

/** What is known of an item beside, in words. */
export function workDetail({ kind, detail }: Pick<WorkRow, "kind" | "detail">): string {
  const t = getTranslator();
  if (detail === null || detail === "") return "";
  switch (kind) {
    case "underpaid":
    case "overpaid":
    case "duplicate":
    case "late_money":
    case "refund_due":
    case "reviews":
      return formatReviewReason(detail as Parameters<typeof formatReviewReason>[0]);
    case "refunds":
    case "returned":
      return describeFailureForTeam(detail, t, true);
    case "declined":
      return describeFailureForTeam(detail, t);
    case "disputes":
      return describeDisputeReason(detail, t);
    case "differences":
      return t(KIND_WORDS[detail as keyof typeof KIND_WORDS].label);
    case "invoices": {
      const [what = "", code = ""] = detail.split(":");
      return t("worklist.invoice_failed", { code, why: t(INVOICE_FAILURES[what] ?? "worklist.invoice_file") });
    }
    case "bank_gaps": {
      const [problem = "", date = ""] = detail.split(":");
      return t(problem === "overlap" ? "worklist.bank_overlap" : "worklist.bank_gap", { date: formatDay(date) });
    }
    case "late": {
      const [what = "", number = ""] = detail.split(":");
      const key = INSTALMENTS[what];
      if (key) return t(key);
      const of = { number: Number(number) };
      return what === "fee" ? t("instalments.fee_of_part", of) : t("instalments.part_number", of);
    }
    default:
      return detail;
  }
}
