import { z } from "zod";
import { TickedBox } from "#app/admin/_list/inputs.ts";
import { COUPON_KINDS } from "#db/enums.ts";
import {
  COUPON_CODES_MAX,
  COUPON_PLACES_MAX,
  COUPON_USES_MAX,
  CouponCodeInput,
  CouponFields,
  DiscountDay,
} from "#domain/coupons/inputs.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { readPercent } from "#domain/kernel/read-percent.ts";
import { encodeMessage, issue, type Message } from "#messages/message.ts";

export const Id = z.string().max(60);

const orNone = z.literal("").transform(() => null);
export const DayOrNone = z.union([orNone, DiscountDay]).default(null);
export const countOrNone = (most: number) => z.union([orNone, TypedCount(1, most)]).default(null);
export const Typed = z.string().max(60).trim().default("");
/** One box that is ticked comes as a text, several as a list. */
const Ticked = z.preprocess(
  (sent) => (typeof sent === "string" ? [sent] : (sent ?? [])),
  z.array(z.string().max(200)).max(200),
);

/** What is wrong with a figure that goes with another field. */
export function addProblem(ctx: z.RefinementCtx, field: string, problem: Message): void {
  ctx.addIssue({ code: "custom", path: [field], message: encodeMessage(problem) });
}

const Typing = z.object({
  name: CouponFields.shape.name,
  kind: z.enum(COUPON_KINDS),
  value: Typed,
  currency: Typed,
  minimum: Typed,
  startsOn: DayOrNone,
  endsOn: DayOrNone,
  usesMax: countOrNone(COUPON_USES_MAX),
  usesPerPersonMax: countOrNone(COUPON_USES_MAX),
  placesMax: countOrNone(COUPON_PLACES_MAX),
  isCombinable: TickedBox,
  subjects: Ticked,
  courseIds: Ticked,
  cohortIds: Ticked,
});

/** The form of a coupon: its figure is a share or an amount, as its kind says. */
function readCouponForm(
  { value, currency, minimum, subjects, courseIds, cohortIds, ...fields }: z.output<typeof Typing>,
  ctx: z.RefinementCtx,
): CouponFields {
  const isPercent = fields.kind === "percent";
  const percent = isPercent ? readPercent(value) : undefined;
  const amount = isPercent ? undefined : readAmount(value, currency);
  const least = minimum === "" ? undefined : readAmount(minimum, currency);
  for (const [field, read] of [
    ["value", percent ?? amount],
    ["minimum", least],
  ] as const) {
    if (read && "problem" in read) addProblem(ctx, field, read.problem);
  }
  const minorOf = (read: typeof amount) => (read && "minor" in read ? read.minor : null);
  return {
    ...fields,
    percentPpm: percent && "ppm" in percent ? percent.ppm : null,
    amountMinor: minorOf(amount),
    currency: isPercent && minorOf(least) === null ? null : currency,
    minimumMinor: minorOf(least),
    scopes: [
      ...subjects.map((target) => ({ kind: "subject" as const, target })),
      ...courseIds.map((target) => ({ kind: "course" as const, target })),
      ...cohortIds.map((target) => ({ kind: "cohort" as const, target })),
    ],
  };
}

/** How a coupon's code is typed: none makes one whose codes are for one order each. `coupon`: what ends with "code" a form does not give back. */
export const NewCoupon = Typing.extend({ coupon: z.union([orNone, CouponCodeInput]).default(null) }).transform(
  ({ coupon: code, ...form }, ctx) => ({ ...readCouponForm(form, ctx), code }),
);

export const CouponEdit = Typing.extend({ couponId: Id, seen: z.string().max(40).optional() }).transform(
  ({ couponId, seen, ...form }, ctx) => ({ ...readCouponForm(form, ctx), couponId, seen }),
);

export const NewCodes = z.object({
  couponId: Id,
  count: TypedCount(1, COUPON_CODES_MAX, { max: issue("fields.coupon_codes_count", { most: COUPON_CODES_MAX }) }),
  prefix: z.string().max(100).default(""),
});
