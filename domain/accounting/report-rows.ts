/** A line of a report, in minor units of its currency: one amount for each of the report's columns. */
export type ReportRow = {
  key: string;
  label: string;
  currency: string;
  amounts: number[];
  /** Where what it sums up can be seen, by the address's own words; nothing where it is nothing but a sum. */
  shows?:
    | { account: string; detail?: string; from?: string; to?: string }
    | { orderCode: string }
    | { studentId: string };
};

export type Months = { from: string; to: string };
