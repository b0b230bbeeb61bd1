import type { StateWords } from "#components/admin/states.tsx";
import type { BANK_DIRECTIONS } from "#domain/bank/list-bank-lines.ts";
import type { MatchDoubt, MatchReason } from "#domain/bank/rank-matches.ts";
import type { BankLine } from "#domain/bank/take-bank-line.ts";
import type { PlainKey } from "#messages/message.ts";

export const BANK_LINE_WORDS: StateWords<BankLine["state"]> = {
  waiting: { label: "bank.state_waiting", tone: "warn" },
  matched: { label: "bank.state_matched", tone: "ok" },
  ignored: { label: "bank.state_ignored", tone: "neutral" },
};

export const DIRECTION_WORDS: StateWords<(typeof BANK_DIRECTIONS)[number]> = {
  in: { label: "bank.direction_in", tone: "ok" },
  out: { label: "bank.direction_out", tone: "neutral" },
  unknown: { label: "bank.direction_unknown", tone: "bad" },
};

/** Why an order is suggested. */
export const REASON_WORDS: Record<MatchReason, PlainKey> = {
  reference: "bank.reason_reference",
  several_references: "bank.reason_several",
  reference_mistyped: "bank.reason_reference_mistyped",
  code: "bank.reason_code",
  invoice: "bank.reason_invoice",
  code_mistyped: "bank.reason_code_mistyped",
  amount_and_name: "bank.reason_amount_and_name",
  name: "bank.reason_name",
  amount: "bank.reason_amount",
};

/** What speaks against it, and what comes next when it is taken all the same. */
export const DOUBT_WORDS: Record<MatchDoubt, PlainKey> = {
  too_little: "bank.doubt_too_little",
  too_much: "bank.doubt_too_much",
  paid_already: "bank.doubt_paid_already",
  expired: "bank.doubt_expired",
  cancelled: "bank.doubt_cancelled",
  draft: "bank.doubt_draft",
  other_currency: "bank.doubt_other_currency",
  other_part: "bank.doubt_other_part",
};
