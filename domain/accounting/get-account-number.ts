import type { Account } from "#db/enums.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { CHART } from "./chart.ts";

/** The number of an account: the school's own, or that of the usual chart. */
export const getAccountNumber = (
  { accountNumbers }: Pick<SchoolSettings, "accountNumbers">,
  account: Account,
): string => accountNumbers[account] ?? CHART[account].number;
