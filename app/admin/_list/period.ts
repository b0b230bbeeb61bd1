import type { SearchParams } from "./list.ts";

/** How many days back a chart of use may go: a month, a quarter, a year. */
export const PERIODS = [30, 91, 364] as const;
export type Period = (typeof PERIODS)[number];

/** What an address says of it (`?days=91`); a month when it says nothing that is understood. */
export function readPeriod({ days }: SearchParams): Period {
  return PERIODS.find((each) => String(each) === [days].flat()[0]) ?? PERIODS[0];
}
