import { type Account, ACCOUNTS } from "#db/enums.ts";

/** The name of an account in code. */
export type AccountName = Account;
export type AccountType = "asset" | "liability" | "equity" | "income" | "expense";

/** What kind of account each is, and the number that it has until the school gives its own. */
export const CHART: Record<Account, { type: AccountType; number: string }> = {
  bank: { type: "asset", number: "1020" },
  in_transit: { type: "asset", number: "1095" },
  clearing: { type: "asset", number: "1090" },
  suspense: { type: "asset", number: "1099" },
  receivable: { type: "asset", number: "1100" },
  credit: { type: "liability", number: "2030" },
  tax: { type: "liability", number: "2200" },
  deferred_revenue: { type: "liability", number: "2301" },
  owner: { type: "equity", number: "2850" },
  opening: { type: "equity", number: "9100" },
  revenue: { type: "income", number: "3400" },
  refunds: { type: "income", number: "3802" },
  disputes: { type: "income", number: "3805" },
  other_income: { type: "income", number: "3600" },
  goodwill: { type: "expense", number: "3801" },
  payment_fees: { type: "expense", number: "6940" },
  other_expenses: { type: "expense", number: "6700" },
};

/** In the order of a balance. */
export const ACCOUNT_NAMES: readonly AccountName[] = ACCOUNTS;

/** Their balance begins anew with each year; that of others goes on. */
export const isOfYear = (account: Account): boolean => ["income", "expense"].includes(CHART[account].type);

/** What a part of an order's money is booked to: together, what the order has brought, with its tax. */
export const ORDER_ACCOUNTS: readonly Account[] = ["revenue", "deferred_revenue", "tax", "refunds", "disputes"];

export const isAccount = (name: string): name is Account => (ACCOUNTS as readonly string[]).includes(name);

/** The course and the rate of tax (`standard:81000`) that a part of a revenue account is for; none of an entry made by hand. */
export function readDetail(detail: string): { courseId: string; taxDetail: string } | undefined {
  const [courseId, taxDetail] = detail.split(" ");
  return courseId && taxDetail ? { courseId, taxDetail } : undefined;
}

/** In an address and a filter: the part of an account that has no name, such as what was entered by hand. */
export const NO_DETAIL = "-";

/** Several accounts as one sheet: what a figure of a report is the sum of. */
export const ACCOUNT_GROUPS = {
  net_revenue: ["revenue", "refunds", "disputes"],
  sales: ["revenue", "deferred_revenue", "refunds", "disputes"],
  every_account: ACCOUNTS,
} as const satisfies Record<string, readonly Account[]>;
export type AccountGroup = keyof typeof ACCOUNT_GROUPS;
export const ACCOUNT_GROUP_NAMES = Object.keys(ACCOUNT_GROUPS) as [AccountGroup, ...AccountGroup[]];
export const isAccountGroup = (name: string): name is AccountGroup => Object.hasOwn(ACCOUNT_GROUPS, name);
