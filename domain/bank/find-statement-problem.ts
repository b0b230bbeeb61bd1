import type { BANK_STATEMENT_PROBLEMS } from "#db/enums.ts";

/** What a statement says its account held when it opened and when it closed. Days are `2026-11-29`; amounts are minor units. */
export type StatedBalances = {
  id: string;
  openingOn: string;
  openingMinor: number;
  closingOn: string;
  closingMinor: number;
};

export type StatementProblem = { problem: (typeof BANK_STATEMENT_PROBLEMS)[number]; previousId: string };

/**
 * How a statement does not follow on from the others of its account and currency: it opens with something else than the one before closed with
 * (`gap`), or it begins inside of another and goes on after it (`overlap`). Null where it does, for the first of an account, and for one whose days
 * another covers whole: that one is judged. Banks date an opening balance on its first day, or on that of the last closing one.
 */
export function findStatementProblem(own: StatedBalances, all: readonly StatedBalances[]): StatementProblem | null {
  const others = all.filter(({ id }) => id !== own.id);
  if (others.some((each) => isWithin(own, each))) return null;
  const torn = others.find(
    (each) => each.openingOn < own.openingOn && own.openingOn < each.closingOn && each.closingOn < own.closingOn,
  );
  if (torn) return { problem: "overlap", previousId: torn.id };
  // Several statements of one day follow each other in an order that only their balances tell.
  const sameDay = others.filter(({ closingOn }) => closingOn === own.openingOn);
  const earlier = others.filter(({ closingOn }) => closingOn < own.openingOn);
  const lastDay = earlier.reduce((last, { closingOn }) => (closingOn > last ? closingOn : last), "");
  const lasts = earlier.filter(({ closingOn }) => closingOn === lastDay);
  if ([...sameDay, ...lasts].some(({ closingMinor }) => closingMinor === own.openingMinor)) return null;
  const previous = sameDay.find(({ openingOn }) => openingOn < own.openingOn) ?? lasts[0];
  return previous ? { problem: "gap", previousId: previous.id } : null;
}

const isWithin = (own: StatedBalances, each: StatedBalances) =>
  each.openingOn <= own.openingOn &&
  own.closingOn <= each.closingOn &&
  (each.openingOn < own.openingOn || own.closingOn < each.closingOn);
