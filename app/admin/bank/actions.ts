"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { getChosenFile } from "#app/admin/_list/uploads.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";
import { archiveBankAccount } from "#domain/bank/archive-bank-account.ts";
import { explainStatement } from "#domain/bank/explain-statement.ts";
import { restoreBankAccount } from "#domain/bank/restore-bank-account.ts";
import { loadCsvMappings } from "#domain/bank/csv-mapping.ts";
import { ignoreBankLine } from "#domain/bank/ignore-bank-line.ts";
import { matchBankLine } from "#domain/bank/match-bank-line.ts";
import { AccountBooking } from "#domain/bank/inputs.ts";
import { matchBankCharge } from "#domain/bank/match-bank-charge.ts";
import { matchBankDuplicate } from "#domain/bank/match-bank-duplicate.ts";
import { matchBankPayout } from "#domain/bank/match-bank-payout.ts";
import { matchBankRefund } from "#domain/bank/match-bank-refund.ts";
import { matchBankReversal } from "#domain/bank/match-bank-reversal.ts";
import { matchLedgerAccount } from "#domain/bank/match-ledger-account.ts";
import { undoBankLine } from "#domain/bank/undo-bank-line.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize } from "#domain/policy.ts";
import { message } from "#messages/message.ts";
import { ENCODINGS } from "#ops/import/encodings.ts";
import { loadBankFile } from "#ops/import/bank/load-bank-file.ts";
import { BANK_FILE_MEGABYTES_MAX, hashBankFile, openBankFile } from "#ops/import/bank/open-bank-file.ts";
import { DATE_ORDERS } from "#ops/import/bank/read-csv-values.ts";
import { explainUnreadable } from "#ops/import/students/explain-unreadable.ts";
import { limitUploads } from "#services/files/limit-uploads.ts";

const CurrencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/);
const Id = z.string().max(60);
const path = (lineId: string) => `/admin/bank/${lineId}`;

const Load = z.object({
  columns: z.string().max(4_000).default(""),
  dateOrder: z.enum(["", ...DATE_ORDERS]).default(""),
  encoding: z.union([z.literal(""), z.enum(ENCODINGS)]).default(""),
  currency: z.union([z.literal(""), CurrencyCode]).default(""),
  csvAccount: z.string().max(60).default(""),
});

/** Reads the file before anything is written. What is uncertain of a table is said beside it, with what settles it. */
export const loadAction = action(Load, async (command, input) => {
  const { columns, dateOrder, encoding, currency, csvAccount } = input;
  authorize(command.read, "bank.load", {});
  const upload = getChosenFile(command.form, "file");
  if (!upload) throw new Refusal("invalid_input", { fields: { file: message("bank.choose_file") } });
  if (upload.size > BANK_FILE_MEGABYTES_MAX * 1_000_000) {
    const words = message("bank.file_too_large", { megabytes: BANK_FILE_MEGABYTES_MAX });
    throw new Refusal("file_too_large", { fields: { file: words } });
  }
  await limitUploads(command);
  const bytes = new Uint8Array(await upload.arrayBuffer());
  const mappings = await loadCsvMappings(command.read);
  const known = { dateOrder: dateOrder || undefined, encoding: encoding || undefined };
  const hints = { columns, ...known, currency, account: csvAccount, mappings };
  const file = explainUnreadable(() => openBankFile(bytes, hints), "file");
  const { write } = command;
  const { fileId, added } = await loadBankFile({ write }, file, { name: upload.name, hash: hashBankFile(bytes) });
  await redirectDone(`/admin/bank?file=${fileId}`, added > 0 ? "bank-loaded" : "bank-nothing-new");
});

export const addAccountAction = action(z.object({ account: z.string().max(60) }), async ({ write }, input) => {
  await write((ctx) => addBankAccount(ctx, input));
  await redirectDone("/admin/bank", "bank-account-added");
});

const Account = z.object({ accountId: Id });

export const archiveAccountAction = action(Account, async ({ write }, input) => {
  await write((ctx) => archiveBankAccount(ctx, input));
  await redirectDone("/admin/bank", "bank-account-archived");
});

export const restoreAccountAction = action(Account, async ({ write }, input) => {
  await write((ctx) => restoreBankAccount(ctx, input));
  await redirectDone("/admin/bank", "bank-account-restored");
});

export const explainStatementAction = action(
  z.object({ statementId: Id, why: ReasonInput }),
  async ({ write }, input) => {
    await write((ctx) => explainStatement(ctx, input));
    await redirectDone("/admin/bank", "bank-explained");
  },
);

const Match = z.object({ lineId: Id, parts: z.string().max(4_000) });

export const matchAction = action(Match, async ({ write }, { lineId, parts }) => {
  await write((ctx) => matchBankLine(ctx, { lineId, typed: parts }));
  await redirectDone(path(lineId), "bank-matched");
});

const RefundMatch = z.object({ lineId: Id, refundId: Id.default(""), runId: Id.default("") });

export const matchRefundAction = action(RefundMatch, async ({ write }, { lineId, refundId, runId }) => {
  await write((ctx) => matchBankRefund(ctx, runId ? { lineId, runId } : { lineId, refundId }));
  await redirectDone(path(lineId), "bank-matched");
});

const Payout = z.object({ lineId: Id, transactionId: Id.default("") });

export const matchPayoutAction = action(Payout, async ({ write }, { lineId, transactionId }) => {
  await write((ctx) => matchBankPayout(ctx, { lineId, transactionId: transactionId || null }));
  await redirectDone(path(lineId), "bank-matched");
});

export const matchChargeAction = action(z.object({ lineId: Id }), async ({ write }, input) => {
  await write((ctx) => matchBankCharge(ctx, input));
  await redirectDone(path(input.lineId), "bank-matched");
});

const Reversal = z.object({ lineId: Id, reversedId: Id });

export const matchReversalAction = action(Reversal, async ({ write }, input) => {
  await write((ctx) => matchBankReversal(ctx, input));
  await redirectDone(path(input.lineId), "bank-matched");
});

export const matchDuplicateAction = action(z.object({ lineId: Id }), async ({ write }, input) => {
  await write((ctx) => matchBankDuplicate(ctx, input));
  await redirectDone(path(input.lineId), "bank-duplicate");
});

export const matchAccountAction = action(AccountBooking.extend({ lineId: Id }), async ({ write }, input) => {
  await write((ctx) => matchLedgerAccount(ctx, input));
  await redirectDone(path(input.lineId), "bank-booked");
});

export const ignoreAction = action(z.object({ lineId: Id, why: ReasonInput }), async ({ write }, input) => {
  await write((ctx) => ignoreBankLine(ctx, input));
  await redirectDone(path(input.lineId), "bank-ignored");
});

export const undoAction = action(z.object({ lineId: Id }), async ({ write }, input) => {
  await write((ctx) => undoBankLine(ctx, input));
  await redirectDone(path(input.lineId), "bank-undone");
});
