import type { StateWords } from "#components/admin/states.tsx";
import type { PayoutFault } from "#domain/payouts/find-payout-fault.ts";
import type { PayoutRun } from "#domain/payouts/machine.ts";
import type { PayoutStatus } from "#domain/payouts/list-payouts.ts";
import type { PlainKey } from "#messages/message.ts";

export const PAYOUT_WORDS: StateWords<PayoutStatus> = {
  to_send: { label: "payouts.status_to_send", tone: "warn" },
  account_missing: { label: "payouts.status_account_missing", tone: "bad" },
  in_file: { label: "payouts.status_in_file", tone: "info" },
  sent: { label: "payouts.status_sent", tone: "ok" },
  returned: { label: "payouts.status_returned", tone: "bad" },
};

export const RUN_WORDS: StateWords<PayoutRun["state"]> = {
  open: { label: "payouts.run_open", tone: "warn" },
  sent: { label: "payouts.run_sent", tone: "ok" },
  cancelled: { label: "payouts.run_cancelled", tone: "neutral" },
};

/** Why a refund is sent by hand. */
export const FAULT_WORDS: Record<PayoutFault, PlainKey> = {
  account_missing: "payouts.status_account_missing",
  not_iban: "payouts.fault_not_iban",
  reference_account: "payouts.fault_reference_account",
  name: "payouts.fault_name",
  currency: "payouts.fault_currency",
  country: "payouts.fault_country",
};
