import addAccountingEntry from "./_operations/add-accounting-entry.ts";
import closeAccountingMonth from "./_operations/close-accounting-month.ts";
import listAccountingEntries from "./_operations/list-accounting-entries.ts";
import listAccounts from "./_operations/list-accounts.ts";
import readAccountingFile from "./_operations/read-accounting-file.ts";
import readAccountingReport from "./_operations/read-accounting-report.ts";
import reopenAccountingMonth from "./_operations/reopen-accounting-month.ts";
import reverseAccountingEntry from "./_operations/reverse-accounting-entry.ts";

/** The general ledger. */
export const ACCOUNTING_OPERATIONS = [
  listAccounts,
  listAccountingEntries,
  addAccountingEntry,
  reverseAccountingEntry,
  readAccountingReport,
  readAccountingFile,
  closeAccountingMonth,
  reopenAccountingMonth,
];
