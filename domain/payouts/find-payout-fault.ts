import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { toBankText } from "./to-bank-text.ts";

/** Countries whose accounts a SEPA credit transfer reaches. */
const SEPA = new Set(
  (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE " +
    "SI SK SM VA"
  ).split(" "),
);
const SWISS = new Set(["CH", "LI"]);

/**
 * Why a refund cannot stand in a file for the bank: `account_missing` (the student has not given one), `not_iban` (an account's number of
 * another kind), `reference_account` (a Swiss QR-IBAN, which takes only payments with a reference of its own), `name` (in letters that
 * banks do not take), `currency` (the file carries euro, and francs within Switzerland and Liechtenstein), `country` (a transfer in that
 * currency does not reach the account). Such a transfer is made by hand.
 */
export type PayoutFault = "account_missing" | "not_iban" | "reference_account" | "name" | "currency" | "country";

type Payout = { holder: string | null; iban: string | null; currency: string };

/** `debtorIban`: the school's own. Null when nothing is wrong. */
export function findPayoutFault({ holder, iban, currency }: Payout, debtorIban: string): PayoutFault | null {
  if (holder === null || iban === null) return "account_missing";
  if (describeIbanFault(iban) !== null) return "not_iban";
  if (isReferenceAccount(iban)) return "reference_account";
  if (toBankText(holder, 70) === "") return "name";
  const [from, to] = [debtorIban, iban].map((each) => compactCode(each).slice(0, 2)) as [string, string];
  if (currency === "EUR" && SEPA.has(from)) return SEPA.has(to) ? null : "country";
  if (currency === "CHF" && SWISS.has(from)) return SWISS.has(to) ? null : "country";
  return "currency";
}

/** Swiss accounts for bills with a structured reference: their banks' numbers are from 30000 to 31999. */
function isReferenceAccount(iban: string): boolean {
  const code = compactCode(iban);
  return SWISS.has(code.slice(0, 2)) && /^3[01]/.test(code.slice(4, 9));
}
