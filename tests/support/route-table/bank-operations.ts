import type { OperationRow } from "./operation-row.ts";
import { MONEY } from "./who.ts";

/** A bank's table with one line. */
const BANK_CSV = "Date;Amount;Text\n2026-01-08;480.00;Thank you\n";

const line = (body: OperationRow["body"] = () => ({})): OperationRow => ({
  ...{ may: MONEY, id: (t) => t.bankLineId, missing: "bln_none" },
  body,
});

/** The operations about the bank's statements. */
export const BANK: Record<string, OperationRow> = {
  addBankAccount: { may: MONEY, body: () => ({ account: "CH9300762011623852957" }) },
  archiveBankAccount: { may: MONEY, id: (t) => t.bankAccountId, missing: "bac_none", body: () => ({}) },
  restoreBankAccount: { may: MONEY, id: (t) => t.bankAccountId, missing: "bac_none", body: () => ({}) },
  explainBankStatement: {
    ...{ may: MONEY, id: (t) => t.bankStatementId, missing: "bst_none" },
    body: () => ({ why: "because" }),
  },
  // A file is read before its Idempotency-Key is checked: one that was loaded before is found by its content.
  loadBankFile: {
    may: MONEY,
    body: () => ({
      file: { name: "a.csv", content: btoa(BANK_CSV) },
      account: "CH5604835012345678009",
      currency: "CHF",
    }),
  },
  listBankLines: { may: MONEY },
  readBankLine: line(),
  matchBankLine: line(() => ({ parts: [{ orderCode: "ZZZZZZZ", amountMinor: 100 }] })),
  matchBankRefund: line((t) => ({ refundId: t.refundId })),
  matchBankPayout: line(),
  matchBankCharge: line(),
  matchLedgerAccount: line(() => ({ account: "other_income", words: "A donation" })),
  matchBankDuplicate: line(),
  matchBankReversal: line((t) => ({ reversedId: t.bankLineId })),
  ignoreBankLine: line(() => ({ why: "because" })),
  undoBankLine: line(),
};
