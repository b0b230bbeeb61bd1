import type { PriceRule } from "../price-rules/load-price-rules.ts";
import type { RuleDiscount } from "./compute-discounts.ts";

/** A price rule as discounts are computed from it. */
export function toRuleDiscount(rule: PriceRule): RuleDiscount {
  const { id, name: label, kind, effect, percentPpm, amountMinor, isAdded } = rule;
  const fromPlace = kind === "several_places" ? rule.fromPlace : 1;
  return { id, label, effect, percentPpm, amountMinor, fromPlace, isAdded };
}
