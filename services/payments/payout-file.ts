import type { WriteAs } from "#runtime";
import { runtime, write } from "#runtime";
import { createPayoutRun } from "#domain/payouts/create-payout-run.ts";
import type { PayoutRun } from "#domain/payouts/machine.ts";
import { releasePayoutFile } from "#domain/payouts/release-payout-file.ts";
import { buildPayoutFile, getPayoutFileName } from "#providers/bank/build-payout-file.ts";

/** The IBAN from which refunds go; undefined while the operator has not said which in the settings or by `MATRICULA_BANK_IBAN`. */
export const getSchoolIban = (): string | undefined => runtime().config.bank?.iban;

/** A file from the school's account of what is ready in a currency. */
export async function createRunFromSchoolAccount(as: WriteAs, currency: string): Promise<PayoutRun> {
  const { bank } = runtime().config;
  const debtor = bank && { holder: bank.accountHolder, iban: bank.iban };
  return write(as, (ctx) => createPayoutRun(ctx, { currency, debtor }));
}

/** The file of a run as the bank reads it, after the download was noted. */
export async function downloadPayoutFile(as: WriteAs, runId: string): Promise<{ name: string; xml: string }> {
  const { run, transfers } = await write(as, (ctx) => releasePayoutFile(ctx, { runId }));
  return { name: `${getPayoutFileName(run)}.xml`, xml: buildPayoutFile(run, transfers) };
}
