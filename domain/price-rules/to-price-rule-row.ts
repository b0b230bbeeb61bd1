import { message, type Message } from "#messages/message.ts";
import { explainCurrencyRefusal } from "../kernel/currencies.ts";
import { getEndOfDay, getStartOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { PriceRuleFields } from "./inputs.ts";
import type { PriceRule } from "./load-price-rules.ts";

type Stored = Omit<PriceRule, "id" | "state" | "createdAt" | "updatedAt" | "endedAt">;

/**
 * The fields of a price rule as they are stored, checked together; what its kind does not have is left out. `was`: what was stored before: a last day that is over is only right where it stays.
 * Refuses (`invalid_input`, beside the fields) what does not go together.
 */
export function toPriceRuleRow(
  { startsOn, endsOn, ...fields }: PriceRuleFields,
  { timezone, now, was }: { timezone: string; now: Date; was?: PriceRule },
): Stored {
  const isPercent = fields.effect === "percent";
  const row: Stored = {
    ...fields,
    percentPpm: isPercent ? fields.percentPpm : null,
    amountMinor: isPercent ? null : fields.amountMinor,
    currency: isPercent ? null : fields.currency,
    startsAt: startsOn === null ? null : (getStartOfDay(startsOn, timezone) ?? null),
    endsAt: endsOn === null ? null : (getEndOfDay(endsOn, timezone) ?? null),
    addresses: fields.kind === "group" ? fields.addresses : [],
    withinDays: fields.kind === "second_course" ? fields.withinDays : null,
    fromPlace: fields.kind === "several_places" ? fields.fromPlace : 2,
  };
  const problems = Object.fromEntries(listProblems(row, { now, was }));
  if (Object.keys(problems).length > 0) throw new Refusal("invalid_input", { fields: problems });
  return row;
}

function* listProblems(
  row: Stored,
  { now, was }: { now: Date; was: PriceRule | undefined },
): Generator<[string, Message]> {
  const { effect, percentPpm, amountMinor, currency, kind, startsAt, endsAt } = row;
  if (effect === "percent" && percentPpm === null) yield ["percentPpm", message("fields.percent_example")];
  if (effect === "amount" && !amountMinor) yield ["amountMinor", message("fields.coupon_amount_needed")];
  if (effect === "price" && amountMinor === null) yield ["amountMinor", message("fields.amount_example")];
  if (effect === "price" && row.isAdded) yield ["isAdded", message("fields.price_rule_price_added")];
  const refused = effect === "percent" ? undefined : explainCurrencyRefusal(currency ?? "");
  if (refused) yield ["currency", refused];
  if (kind === "group" && row.addresses.length === 0)
    yield ["addresses", message("fields.price_rule_addresses_needed")];
  if (kind === "early_bird" && !endsAt) yield ["endsOn", message("fields.price_rule_day_needed")];
  if (!endsAt) return;
  const isKept = was?.endsAt?.getTime() === endsAt.getTime();
  if (startsAt && startsAt >= endsAt) yield ["endsOn", message("fields.ends_before_it_starts")];
  else if (endsAt <= now && !isKept) yield ["endsOn", message("fields.day_is_over")];
}
