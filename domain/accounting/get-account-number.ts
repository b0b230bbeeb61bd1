import type { Account } from "#db/enums.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { CHART } from "./chart.ts";
import { NUMBER_PRESETS } from "./number-presets.ts";

type Numbers = SchoolSettings["accountNumbers"];

const listOthers = (own: Numbers, account: Account) =>
  (Object.entries(own) as [Account, string][]).filter(([of, number]) => of !== account && number !== "");

/**
 * The number of an account: the school's own, or that of the chart which its own numbers are from. The next free one where the school has given that to another account before there was
 * this one: no file may mix the two.
 */
export function getAccountNumber({ accountNumbers }: Pick<SchoolSettings, "accountNumbers">, account: Account): string {
  const own = accountNumbers[account];
  if (own !== undefined) return own;
  const usual = findUsualNumber(accountNumbers, account);
  const taken = new Set(listOthers(accountNumbers, account).map(([, number]) => number));
  let number = usual;
  while (taken.has(number)) number = String(Number(number) + 1).padStart(usual.length, "0");
  return number;
}

/** What an account has to which a school gives no number: where most of its others are DATEV's, DATEV's. */
export function findUsualNumber(own: Numbers, account: Account): string {
  const others = listOthers(own, account);
  const preset = NUMBER_PRESETS.find(
    ({ numbers }) => others.filter(([of, number]) => numbers[of] === number).length * 2 > others.length,
  );
  return preset?.numbers[account] ?? CHART[account].number;
}
