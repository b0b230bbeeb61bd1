import type { StateWords } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatDay } from "#components/learning/release-words.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { formatLocalDay } from "#domain/kernel/local-time.ts";
import type { CouponUseRow } from "#domain/coupons/list-coupon-uses.ts";
import type { CouponRow } from "#domain/coupons/list-coupons.ts";
import type { PriceRuleRow } from "#domain/price-rules/list-price-rules.ts";
import type { PlainKey } from "#messages/message.ts";

export const DISCOUNT_WORDS: StateWords<CouponRow["state"]> = {
  active: { label: "coupons.state_active", tone: "ok" },
  ended: { label: "coupons.state_ended", tone: "neutral" },
};

export const USE_WORDS: StateWords<CouponUseRow["state"]> = {
  reserved: { label: "coupons.use_reserved", tone: "warn" },
  used: { label: "coupons.use_used", tone: "ok" },
  released: { label: "coupons.use_released", tone: "neutral" },
};

export const RULE_KIND_WORDS: Record<PriceRuleRow["kind"], PlainKey> = {
  early_bird: "price_rules.kind_early_bird",
  group: "price_rules.kind_group",
  second_course: "price_rules.kind_second_course",
  several_places: "price_rules.kind_several_places",
};

const PPM = 1_000_000;

/** A share as people read it: `12.5%`. */
const formatShare = (ppm: number) => formatNumber(ppm / PPM, { style: "percent", maximumFractionDigits: 4 });

type Value = { percentPpm: number | null; amountMinor: number | null; currency: string | null };

/** What a coupon takes off, or a price rule makes of the price. */
export function discountWords({
  percentPpm,
  amountMinor: minor,
  currency,
  effect,
}: Value & { effect?: string }): string {
  const t = getTranslator();
  if (percentPpm !== null) return t("coupons.share_off", { share: formatShare(percentPpm) });
  if (minor === null || currency === null) return "";
  const amount = formatAmount({ minor, currency });
  return effect === "price" ? t("price_rules.price_is", { amount }) : t("coupons.amount_off", { amount });
}

/** From which day until which, both included. */
export function daysWords(
  { startsAt, endsAt }: { startsAt: Date | null; endsAt: Date | null },
  timezone: string,
): string {
  const t = getTranslator();
  const from = startsAt && formatDay(formatLocalDay(startsAt, timezone));
  const until = endsAt && formatDay(formatLocalDay(new Date(endsAt.getTime() - 1), timezone));
  if (from && until) return t("coupons.days_between", { from, until });
  if (from) return t("coupons.days_from", { from });
  return until ? t("coupons.days_until", { until }) : t("coupons.days_always");
}
