import type { Account } from "#db/enums.ts";

/**
 * The accounts that money of no order is booked to: what else a school takes and pays (a donation, interest; rent, insurance), money between its own
 * accounts, what the owner puts in or takes out, and what goes to the tax office. All others are booked by what orders, payments and providers do.
 */
export const BOOKABLE_ACCOUNTS = [
  "other_income",
  "other_expenses",
  "in_transit",
  "owner",
  "tax",
] as const satisfies readonly Account[];
export type BookableAccount = (typeof BOOKABLE_ACCOUNTS)[number];

/** The likeliest of them for a line of which nothing else is known, by its amount in minor units. */
export const pickAccount = (amountMinor: number): BookableAccount =>
  amountMinor < 0 ? "other_expenses" : "other_income";
