import { message, type Message } from "#messages/message.ts";
import { explainCurrencyRefusal } from "../kernel/currencies.ts";
import { getEndOfDay, getStartOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { CouponFields } from "./inputs.ts";
import type { Coupon } from "./load-coupons.ts";

type CouponRow = Pick<
  Coupon,
  | "name"
  | "kind"
  | "percentPpm"
  | "amountMinor"
  | "currency"
  | "minimumMinor"
  | "startsAt"
  | "endsAt"
  | "usesMax"
  | "usesPerPersonMax"
  | "placesMax"
  | "isCombinable"
>;

/**
 * The fields of a coupon as they are stored, checked together. `was`: what was stored before; a last day that is over is only right where it
 * stays. Refuses (`invalid_input`, beside the fields) what does not go together.
 */
export function toCouponRow(
  { scopes: _, startsOn, endsOn, ...fields }: CouponFields,
  { timezone, now, was }: { timezone: string; now: Date; was?: Coupon },
): CouponRow {
  const isPercent = fields.kind === "percent";
  const isInCurrency = !isPercent || Boolean(fields.minimumMinor);
  const row: CouponRow = {
    ...fields,
    percentPpm: isPercent ? fields.percentPpm : null,
    amountMinor: isPercent ? null : fields.amountMinor,
    minimumMinor: fields.minimumMinor === 0 ? null : fields.minimumMinor,
    currency: isInCurrency ? fields.currency : null,
    startsAt: startsOn === null ? null : (getStartOfDay(startsOn, timezone) ?? null),
    endsAt: endsOn === null ? null : (getEndOfDay(endsOn, timezone) ?? null),
  };
  const problems = Object.fromEntries(listProblems(row, { now, was }));
  if (Object.keys(problems).length > 0) throw new Refusal("invalid_input", { fields: problems });
  return row;
}

function* listProblems(
  row: CouponRow,
  { now, was }: { now: Date; was: Coupon | undefined },
): Generator<[string, Message]> {
  if (row.kind === "percent" && row.percentPpm === null) yield ["percentPpm", message("fields.percent_example")];
  if (row.kind === "amount" && !row.amountMinor) yield ["amountMinor", message("fields.coupon_amount_needed")];
  const currency = row.currency ?? "";
  if (row.kind === "amount" || row.minimumMinor !== null) {
    const refused = explainCurrencyRefusal(currency);
    if (refused) yield ["currency", refused];
  }
  const { startsAt, endsAt } = row;
  if (!endsAt) return;
  const isKept = was?.endsAt?.getTime() === endsAt.getTime();
  if (startsAt && startsAt >= endsAt) yield ["endsOn", message("fields.ends_before_it_starts")];
  else if (endsAt <= now && !isKept) yield ["endsOn", message("fields.day_is_over")];
}
