import { z } from "zod";
import { COUPON_KINDS, COUPON_SCOPES } from "#db/enums.ts";
import { issue } from "#messages/message.ts";
import { WHOLE_PPM } from "../kernel/read-percent.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { COUPON_CODE_MAX, readCouponCode } from "./read-coupon-code.ts";

const COUPON_NAME_MAX = 200;
/** Minor units, whatever the currency. */
const AMOUNT_MINOR_MAX = 1_000_000_000_00;
export const COUPON_USES_MAX = 1_000_000;
export const COUPON_PLACES_MAX = 1_000;
const SCOPES_MAX = 200;
const CODE_CHARACTERS_MIN = 3;
/** So many codes are made at once; a coupon may have more of them by and by. */
export const COUPON_CODES_MAX = 10_000;
/** Years in which a price could be lowered. Another one was not meant. */
const [FIRST_YEAR, LAST_YEAR] = [2000, 2199];

/** A code for everybody, as it is shown. */
export const CouponCodeInput = z.string().transform((typed, problem) => {
  const read = readCouponCode(typed);
  if (read && read.key.length >= CODE_CHARACTERS_MIN) return read.code;
  problem.addIssue({ code: "custom", message: issue("fields.coupon_code_shape", { count: COUPON_CODE_MAX }) });
  return z.NEVER;
});

/** A day on which something begins or ends: `2027-03-01`. */
export const DiscountDay = z.iso.date().refine(
  (day) => {
    const year = Number(day.slice(0, 4));
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  },
  issue("fields.year_range", { first: FIRST_YEAR, last: LAST_YEAR }),
);

export const PercentPpm = z
  .number()
  .int()
  .min(1)
  .max(WHOLE_PPM, issue("fields.percent_range"))
  .meta({ description: "Millionths: 125000 is 12.5 %." });
export const DiscountAmount = z.number().int().min(0).max(AMOUNT_MINOR_MAX);

const ScopeInput = z.strictObject({
  kind: z.enum(COUPON_SCOPES),
  target: z.string().min(1).max(200).meta({ description: "The subject, or the id of the course or cohort." }),
});
export type ScopeInput = z.output<typeof ScopeInput>;

/** What a coupon takes off, for what, when and how often. */
export const CouponFields = z.strictObject({
  name: createLineInput(COUPON_NAME_MAX).min(1, issue("fields.coupon_name_needed")),
  kind: z.enum(COUPON_KINDS),
  percentPpm: PercentPpm.nullable().default(null),
  amountMinor: DiscountAmount.nullable().default(null),
  /** In which currency its amount and its minimum are. */
  currency: z.string().length(3).nullable().default(null),
  minimumMinor: DiscountAmount.nullable().default(null),
  /** Both included, in the school's timezone. */
  startsOn: DiscountDay.nullable().default(null),
  endsOn: DiscountDay.nullable().default(null),
  usesMax: z.number().int().min(1).max(COUPON_USES_MAX).nullable().default(null),
  usesPerPersonMax: z.number().int().min(1).max(COUPON_USES_MAX).nullable().default(null),
  placesMax: z.number().int().min(1).max(COUPON_PLACES_MAX).nullable().default(1),
  isCombinable: z.boolean().default(false),
  /** For what it can be used; empty for everything. */
  scopes: z.array(ScopeInput).max(SCOPES_MAX).default([]),
});
export type CouponFields = z.output<typeof CouponFields>;

/** With the code that everybody types; none for one whose codes are made for one order each. */
export const NewCouponFields = CouponFields.extend({ code: CouponCodeInput.nullable().default(null) });
export type NewCouponFields = z.output<typeof NewCouponFields>;

/** What an edit may change: everything but its codes. Who has one may have written it down. */
export const COUPON_PARTS = Object.keys(CouponFields.shape);
