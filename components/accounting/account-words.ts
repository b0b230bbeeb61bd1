import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatTaxRate } from "#components/ui/tax-rate.ts";
import type { AccountGroup, AccountName } from "#domain/accounting/chart.ts";

export const ACCOUNT_WORDS: Record<AccountName, PlainKey> = {
  bank: "accounting.account_bank",
  in_transit: "accounting.account_in_transit",
  clearing: "accounting.account_clearing",
  suspense: "accounting.account_suspense",
  receivable: "accounting.account_receivable",
  credit: "accounting.account_credit",
  tax: "accounting.account_tax",
  deferred_revenue: "accounting.account_deferred_revenue",
  owner: "accounting.account_owner",
  opening: "accounting.account_opening",
  revenue: "accounting.account_revenue",
  refunds: "accounting.account_refunds",
  disputes: "accounting.account_disputes",
  other_income: "accounting.account_other_income",
  goodwill: "accounting.account_goodwill",
  payment_fees: "accounting.account_payment_fees",
  other_expenses: "accounting.account_other_expenses",
};

const SHEET_WORDS: Record<AccountName | AccountGroup, PlainKey> = {
  ...ACCOUNT_WORDS,
  net_revenue: "accounting.group_net_revenue",
  every_account: "accounting.group_every_account",
  sales: "accounting.group_sales",
};

/** What a sheet is called: an account, or several together. */
export const sheetWords = (name: AccountName | AccountGroup): PlainKey => SHEET_WORDS[name];

const KIND_WORDS: Record<string, PlainKey> = {
  payment_settled: "accounting.kind_payment_settled",
  order_paid: "accounting.kind_order_paid",
  instalments_paid: "accounting.kind_instalments_paid",
  credit_added: "accounting.kind_credit_added",
  credit_taken: "accounting.kind_credit_taken",
  order_cancelled: "accounting.kind_order_cancelled",
  place_cancelled: "accounting.kind_place_cancelled",
  match_undone: "accounting.kind_match_undone",
  refund_done: "accounting.kind_refund_done",
  refund_failed: "accounting.kind_refund_failed",
  dispute_withdrawn: "accounting.kind_dispute_withdrawn",
  dispute_reinstated: "accounting.kind_dispute_reinstated",
  invoice_issued: "accounting.kind_invoice_issued",
  invoice_cancelled: "accounting.kind_invoice_cancelled",
  credit_note_issued: "accounting.kind_credit_note_issued",
  revenue_earned: "accounting.kind_revenue_earned",
  bank_line: "accounting.kind_bank_line",
  bank_matched: "accounting.kind_bank_matched",
  bank_unmatched: "accounting.kind_bank_unmatched",
  provider_fee: "accounting.kind_provider_fee",
  provider_payout: "accounting.kind_provider_payout",
  by_hand: "accounting.kind_by_hand",
  opening_balance: "accounting.kind_opening_balance",
  reversal: "accounting.kind_reversal",
};

/** What an entry books, as people say it. What this version does not know is shown as it is stored, in words. */
export function entryKindWords(kind: string): string {
  const known = KIND_WORDS[kind];
  return known ? getTranslator()(known) : kind.replaceAll("_", " ");
}

/** A rate of tax (`standard:81000`) as people write it: `8.1 %`. */
export function taxDetailWords(detail: string): string {
  const t = getTranslator();
  const [category = "", ppm = "0"] = detail.split(":");
  if (category === "standard") return formatTaxRate(Number(ppm), t.language);
  const words: Record<string, PlainKey> = {
    zero: "accounting.tax_zero",
    exempt: "accounting.tax_exempt",
    reverse_charge: "accounting.tax_reverse_charge",
    outside: "accounting.tax_outside",
  };
  const known = words[category];
  return known ? t(known) : detail;
}

/** The part of an account that a line stands in: the rate of tax, the provider; of revenue the rate, as its course is a link beside it. */
export function detailWords(account: AccountName, detail: string): string {
  if (detail === "") return "";
  if (account === "tax") return taxDetailWords(detail);
  const [, taxDetail] = detail.split(" ");
  return taxDetail ? taxDetailWords(taxDetail) : detail;
}
