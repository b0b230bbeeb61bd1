import { z } from "zod";
import { PRICE_RULE_EFFECTS, PRICE_RULE_KINDS } from "#db/enums.ts";
import { issue } from "#messages/message.ts";
import { DiscountAmount, DiscountDay, PercentPpm } from "../coupons/inputs.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { SeatBlockFields } from "../seat-blocks/inputs.ts";

const PRICE_RULE_NAME_MAX = 100;
export const WITHIN_DAYS_MAX = 3_650;
export const FROM_PLACE_MAX = 100;

/** For whom the price is another one, when, and which. */
export const PriceRuleFields = z.strictObject({
  /** As the price names it, to whoever buys. */
  name: createLineInput(PRICE_RULE_NAME_MAX).min(1, issue("fields.price_rule_name_needed")),
  kind: z.enum(PRICE_RULE_KINDS),
  /** For one cohort, or for all of a course; for everything where both are null. */
  courseId: z.string().max(60).nullable().default(null),
  cohortId: z.string().max(60).nullable().default(null),
  effect: z.enum(PRICE_RULE_EFFECTS),
  percentPpm: PercentPpm.nullable().default(null),
  amountMinor: DiscountAmount.nullable().default(null),
  currency: z.string().length(3).nullable().default(null),
  /** Both included, in the school's timezone. */
  startsOn: DiscountDay.nullable().default(null),
  endsOn: DiscountDay.nullable().default(null),
  /** Of a group: `ana@example.org`, `example.org`, `*.example.org`. */
  addresses: SeatBlockFields.shape.addresses,
  withinDays: z.number().int().min(1).max(WITHIN_DAYS_MAX).nullable().default(null),
  fromPlace: z.number().int().min(2).max(FROM_PLACE_MAX).default(2),
  isAdded: z.boolean().default(false),
});
export type PriceRuleFields = z.output<typeof PriceRuleFields>;

export const PRICE_RULE_PARTS = Object.keys(PriceRuleFields.shape);
