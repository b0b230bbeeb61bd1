import { type Account, ACCOUNTS } from "#db/enums.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { changeSettings } from "../settings/change-settings.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { CHART } from "./chart.ts";
import { findUsualNumber } from "./get-account-number.ts";
import { type AccountNumbers, describeNumberFaults } from "./describe-number-faults.ts";

/**
 * Says how the school keeps its accounts: when revenue is booked and earned, in which month its year begins (1 to 12), and which number a
 * bookkeeper has for each account. Nothing that is booked changes. Refuses (`invalid_input`, beside `accountNumbers.bank` and so on) numbers that
 * are given twice or that bookkeeping programs do not take.
 */
// eslint-disable-next-line matricula/write-verbs-check -- changeSettings audits what has changed.
export async function changeAccountingSettings(
  ctx: WriteCtx,
  {
    accountNumbers,
    ...changes
  }: Partial<Pick<SchoolSettings, "accountingBasis" | "revenueRecognition" | "accountingYearMonth">> & {
    accountNumbers?: AccountNumbers;
  },
): Promise<void> {
  authorize(ctx, "settings.edit", {});
  if (accountNumbers === undefined) return changeSettings(ctx, changes);
  const faults = Object.entries(describeNumberFaults(accountNumbers));
  if (faults.length > 0) {
    throw new Refusal("invalid_input", {
      fields: Object.fromEntries(faults.map(([account, words]) => [`accountNumbers.${account}`, words])),
    });
  }
  await changeSettings(ctx, { ...changes, accountNumbers: keepOwn(accountNumbers) });
}

/** What the usual chart has anyway is no number of the school's own; where the others are from another chart, it is. */
function keepOwn(numbers: AccountNumbers): AccountNumbers {
  const own = (isKept: (account: Account, number: string) => boolean): AccountNumbers =>
    Object.fromEntries(
      ACCOUNTS.flatMap((account): [Account, string][] => {
        const number = numbers[account];
        return number && isKept(account, number) ? [[account, number]] : [];
      }),
    );
  const differing = own((account, number) => number !== CHART[account].number);
  return own((account, number) => number !== findUsualNumber(differing, account) || differing[account] !== undefined);
}
