/** Where what a figure sums up can be seen, by the address's own words: lines of an account, an order, a line of the bank, or another report. */
export type Shows =
  | { account: string; detail?: string; from?: string; to?: string; order?: string; person?: string }
  | { orderCode: string }
  | { bankLineId: string }
  | { report: string; from: string; to: string; teacher?: string };

/** A line of a report, in minor units of its currency: one amount for each of the report's columns. */
export type ReportRow = {
  key: string;
  label: string;
  currency: string;
  amounts: number[];
  /** Of the row as a whole; nothing where it is nothing but a sum. */
  shows?: Shows;
  /** Of each column that has lines of its own. */
  columnShows?: readonly (Shows | undefined)[];
};

export type Months = { from: string; to: string };
