import { z } from "zod";
import { issue } from "#messages/message.ts";
import { getStartOfDay } from "../kernel/local-time.ts";
import { takeCount } from "../kernel/read-count.ts";

const DAYS_MAX = 36_500;
const [FIRST_DAY, LAST_DAY] = ["1970-01-01", "2199-12-31"];

/** For how many days a course stays open. */
export const AccessDays = z.number().int().min(1, issue("fields.days_min")).max(DAYS_MAX, issue("fields.days_max"));

/** A day of the calendar: `2027-03-03`. Whoever has access until then has it to the end of that day. */
export const AccessDay = z
  .string()
  .trim()
  .refine((day) => day >= FIRST_DAY && day <= LAST_DAY && getStartOfDay(day, "UTC") !== undefined, issue("fields.day"));

/** How far access goes: so many days on, or until a day. Both empty is for good, where that may be. */
export type Extent = { days: number | null; until: string | null };

/** The two fields of an extent as JSON says them. */
export const ExtentFields = {
  days: AccessDays.nullable().default(null),
  until: AccessDay.nullable().default(null),
};

/** The same as a form sends them. */
export const ExtentForm = {
  days: z
    .string()
    .trim()
    .transform((typed, problem): number | null => (typed === "" ? null : takeCount(typed, AccessDays, problem)))
    .default(null),
  until: z.union([z.literal("").transform(() => null), AccessDay]).default(null),
};

/** Beside `days`: what is wrong with an extent. */
export function checkExtent({ days, until }: Extent, problem: z.core.$RefinementCtx): void {
  if (days !== null && until !== null) add(problem, issue("fields.days_or_day_not_both"));
}

/** As `checkExtent`, where access cannot be for good. */
export function checkEndingExtent(extent: Extent, problem: z.core.$RefinementCtx): void {
  checkExtent(extent, problem);
  if (extent.days === null && extent.until === null) add(problem, issue("fields.days_or_day_needed"));
}

const add = (problem: z.core.$RefinementCtx, message: ReturnType<typeof issue>) =>
  problem.addIssue({ code: "custom", path: ["days"], message });
