import addBankAccount from "./_operations/add-bank-account.ts";
import archiveBankAccount from "./_operations/archive-bank-account.ts";
import explainBankStatement from "./_operations/explain-bank-statement.ts";
import restoreBankAccount from "./_operations/restore-bank-account.ts";
import ignoreBankLine from "./_operations/ignore-bank-line.ts";
import listBankLines from "./_operations/list-bank-lines.ts";
import loadBankFile from "./_operations/load-bank-file.ts";
import matchBankLine from "./_operations/match-bank-line.ts";
import matchBankCharge from "./_operations/match-bank-charge.ts";
import matchBankDuplicate from "./_operations/match-bank-duplicate.ts";
import matchBankPayout from "./_operations/match-bank-payout.ts";
import matchBankRefund from "./_operations/match-bank-refund.ts";
import matchBankReversal from "./_operations/match-bank-reversal.ts";
import matchLedgerAccount from "./_operations/match-ledger-account.ts";
import readBankLine from "./_operations/read-bank-line.ts";
import undoBankLine from "./_operations/undo-bank-line.ts";

/** What the bank says of the school's accounts. */
export const BANK_OPERATIONS = [
  addBankAccount,
  archiveBankAccount,
  restoreBankAccount,
  explainBankStatement,
  loadBankFile,
  listBankLines,
  readBankLine,
  matchBankLine,
  matchBankRefund,
  matchBankPayout,
  matchBankCharge,
  matchLedgerAccount,
  matchBankDuplicate,
  matchBankReversal,
  ignoreBankLine,
  undoBankLine,
];
