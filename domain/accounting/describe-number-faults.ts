import { type Account, ACCOUNTS } from "#db/enums.ts";
import { type Message, message } from "#messages/message.ts";
import { findUsualNumber } from "./get-account-number.ts";

/** The school's own numbers of the accounts; those that are left out or empty have the number of the usual chart. */
export type AccountNumbers = Partial<Record<Account, string>>;

const NUMBER_DIGITS = { min: 3, max: 8 } as const;

/**
 * What is wrong with numbers of accounts, by account: something else than digits, fewer or more than bookkeeping programs take, a number that
 * two accounts have, and one of another length than most have. DATEV takes a number that is longer than the rest for that of a customer.
 */
export function describeNumberFaults(typed: AccountNumbers): Partial<Record<Account, Message>> {
  const faults: Partial<Record<Account, Message>> = {};
  const numberOf = (account: Account) => typed[account] || findUsualNumber(typed, account);
  const usual = findUsualLength(ACCOUNTS.map(numberOf));
  for (const account of ACCOUNTS) {
    const number = numberOf(account);
    const isTwice = ACCOUNTS.some((other) => other !== account && numberOf(other) === number);
    if (!/^\d+$/.test(number)) faults[account] = message("fields.account_number_digits");
    else if (number.length < NUMBER_DIGITS.min || number.length > NUMBER_DIGITS.max)
      faults[account] = message("fields.account_number_length", NUMBER_DIGITS);
    else if (isTwice && typed[account]) faults[account] = message("fields.account_number_twice");
    else if (number.length !== usual) faults[account] = message("fields.account_number_uneven", { count: usual });
  }
  return faults;
}

/** How many digits most of the numbers have; of lengths that are as frequent the shorter one. */
function findUsualLength(numbers: readonly string[]): number {
  const counts = [...Map.groupBy(numbers, ({ length }) => length)].map(([length, own]) => ({
    length,
    count: own.length,
  }));
  return counts.sort((a, b) => b.count - a.count || a.length - b.length)[0]?.length ?? 0;
}
