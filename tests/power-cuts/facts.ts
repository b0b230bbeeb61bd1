/** What the school has told somebody: a power cut after that may not take it back. */
export type Acknowledged = { payment: string } | { refund: string } | { invoice: string } | { couponOf: string };

/** What is paid for, and by whom, in the process that is watched. */
export type Prepared = { file: string; students: string[]; cohortId: string; freeCohortId: string; coupon: string };

/** The file of acknowledgements: a line is written once the school has answered. */
export const ACKNOWLEDGED = "acknowledged.jsonl";
