import { z } from "zod";
import { TickedBox } from "#app/admin/_list/inputs.ts";
import { addProblem, countOrNone, DayOrNone, Id, Typed } from "#app/admin/coupons/inputs.ts";
import { PRICE_RULE_EFFECTS, PRICE_RULE_KINDS } from "#db/enums.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { readPercent } from "#domain/kernel/read-percent.ts";
import { FROM_PLACE_MAX, PriceRuleFields, WITHIN_DAYS_MAX } from "#domain/price-rules/inputs.ts";
import { splitList } from "#domain/rules/mail-domains.ts";

const Target = z
  .union([z.literal(""), z.string().max(130)])
  .default("")
  .transform((typed) => {
    const [courseId = "", cohortId = ""] = typed.split(" ");
    return { courseId: courseId === "" ? null : courseId, cohortId: cohortId === "" ? null : cohortId };
  });

const Typing = z.object({
  name: PriceRuleFields.shape.name,
  kind: z.enum(PRICE_RULE_KINDS),
  target: Target,
  effect: z.enum(PRICE_RULE_EFFECTS),
  value: Typed,
  currency: Typed,
  startsOn: DayOrNone,
  endsOn: DayOrNone,
  addresses: z.string().max(20_000).default("").transform(splitList).pipe(PriceRuleFields.shape.addresses.unwrap()),
  withinDays: countOrNone(WITHIN_DAYS_MAX),
  fromPlace: z.union([z.literal("").transform(() => 2), TypedCount(2, FROM_PLACE_MAX)]).default(2),
  isAdded: TickedBox,
});

function readForm(
  { target, value, currency, ...fields }: z.output<typeof Typing>,
  ctx: z.RefinementCtx,
): PriceRuleFields {
  const isPercent = fields.effect === "percent";
  const read = isPercent ? readPercent(value) : readAmount(value, currency);
  if ("problem" in read) addProblem(ctx, "value", read.problem);
  return {
    ...fields,
    ...target,
    percentPpm: "ppm" in read ? read.ppm : null,
    amountMinor: "minor" in read ? read.minor : null,
    currency: isPercent ? null : currency,
  };
}

export const NewPriceRule = Typing.transform(readForm);

export const PriceRuleEdit = Typing.extend({ priceRuleId: Id, seen: z.string().max(40).optional() }).transform(
  ({ priceRuleId, seen, ...form }, ctx) => ({ ...readForm(form, ctx), priceRuleId, seen }),
);
