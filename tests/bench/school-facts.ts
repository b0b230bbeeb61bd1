/** Set for a school that is only to be made and not measured. */
export const SMALL = "BENCH_SMALL_SCHOOL";

/** What the measures know of the school that `make-school.ts` made. */
export type SchoolFacts = {
  students: string[];
  /** The session of each student, as a browser sends it. */
  cookies: string[];
  officeCookie: string;
  /** Of the office, for enrolling anyone. */
  token: string;
  /** Cohorts without a limit, free and paid. */
  free: string[];
  paid: string[];
  /** Free cohorts of a hundred seats. */
  rushes: string[];
  /** Payments that were begun at the sandbox gateway, by round. */
  waiting: { paymentId: string }[][];
  /** What each of them is about, in minor units of CHF. */
  price: number;
  /** The code of the first student's ticket of a hundred long messages. */
  conversation: string;
  /** The code of the second student's ticket of one short message. */
  shortConversation: string;
  /** Who has joined two hundred cohorts. */
  busyStudent: string;
};
