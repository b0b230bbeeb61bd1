import { z } from "zod";
import { RENEWAL_WAYS, type RenewalWay } from "#db/enums.ts";
import { issue, type Issue } from "#messages/message.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getEndOfDay } from "../kernel/local-time.ts";
import { AccessDay, AccessDays } from "./inputs.ts";

const PRICE_MINOR_MAX = 1_000_000_000_00;
const RENEWALS_MAX = 1_000;

/** How often something may be renewed. */
export const RenewalsMax = z
  .number()
  .int()
  .min(1, issue("fields.renewals_min"))
  .max(RENEWALS_MAX, issue("fields.renewals_max"));

/** What a cohort says of renewals, and until which day it is open, as JSON says it. */
export const ACCESS_TERMS = {
  /** Instead of a number of days: open to the end of that day in the cohort's timezone. */
  accessUntil: AccessDay.nullable(),
  renewal: z.enum(RENEWAL_WAYS),
  renewalDays: AccessDays.nullable(),
  renewalPriceMinor: z.number().int().min(0).max(PRICE_MINOR_MAX, issue("fields.smaller_price")),
  /** None means as often as one likes. */
  renewalsMax: RenewalsMax.nullable(),
};

/** The same for a new cohort, which says none of it: open for as long as its days say, and not renewed. */
export const NewAccessTerms = {
  accessUntil: ACCESS_TERMS.accessUntil.default(null),
  renewal: ACCESS_TERMS.renewal.default("none"),
  renewalDays: ACCESS_TERMS.renewalDays.default(null),
  renewalPriceMinor: ACCESS_TERMS.renewalPriceMinor.default(0),
  renewalsMax: ACCESS_TERMS.renewalsMax.default(null),
};

/** When access ends, of a cohort. */
export type AccessEnd = {
  startsAt: Date | null;
  accessDays: number | null;
  accessUntil: string | null;
  timezone: string;
};

type Terms = AccessEnd & {
  endsAt: Date | null;
  closesAt: Date | null;
  renewal: RenewalWay;
  renewalDays: number | null;
  renewalPriceMinor: number;
};

/**
 * When access ends for somebody whose enrolment is active from now: never, at the end of a day, or so many days after the cohort's
 * start or now, whichever is later. What is over by then ends at once.
 */
export function getAccessEnd({ startsAt, accessDays, accessUntil, timezone }: AccessEnd, now: Date): Date | null {
  if (accessUntil !== null) {
    const end = getEndOfDay(accessUntil, timezone) ?? now;
    return end > now ? end : now;
  }
  return accessDays === null ? null : addMs(startsAt && startsAt > now ? startsAt : now, accessDays * DAY_MS);
}

/** What contradicts itself in a cohort's terms, by field. Whoever can still enrol has access for some time at least. */
export function listTermProblems(
  terms: Terms,
): [field: "accessUntil" | "renewal" | "renewalDays" | "renewalPrice", Issue][] {
  const { accessDays, accessUntil, renewal, renewalDays, renewalPriceMinor } = terms;
  const problems: ReturnType<typeof listTermProblems> = [];
  if (accessUntil !== null) {
    const closes = terms.closesAt ?? terms.endsAt;
    const end = getEndOfDay(accessUntil, terms.timezone);
    if (accessDays !== null) problems.push(["accessUntil", issue("fields.days_or_day_not_both")]);
    else if (!closes) problems.push(["accessUntil", issue("fields.say_when_enrolment_closes")]);
    else if (end && closes > end) problems.push(["accessUntil", issue("fields.access_ends_before_enrolment")]);
  }
  if (renewal === "none") return problems;
  if (accessDays === null && accessUntil === null) problems.push(["renewal", issue("fields.nothing_to_renew")]);
  if (renewalDays === null) problems.push(["renewalDays", issue("fields.renewal_days_needed")]);
  if (renewal === "request" && renewalPriceMinor > 0) {
    problems.push(["renewalPrice", issue("fields.request_is_free")]);
  }
  return problems;
}
