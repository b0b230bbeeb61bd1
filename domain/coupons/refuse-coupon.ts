import { message, type Message } from "#messages/message.ts";
import { formatDecimal } from "../kernel/read-amount.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { CouponProblem } from "./judge-coupon.ts";
import type { LoadedCoupon } from "./load-coupons.ts";

const SHOWN_MAX = 60;

type Refused = { code: string; problem: CouponProblem; coupon?: Pick<LoadedCoupon, "minimumMinor" | "currency"> };

/** Says beside the field which rule a coupon does not meet. `code` is repeated as it was typed. */
export function refuseCoupon({ code: typed, problem, coupon }: Refused): Refusal {
  const words = wordsOf(problem, typed.slice(0, SHOWN_MAX), minimumOf(coupon));
  return new Refusal("coupon_refused", { words, fields: { coupon: words } });
}

function minimumOf(coupon: Refused["coupon"]): Message | undefined {
  if (!coupon || coupon.minimumMinor === null || coupon.currency === null) return undefined;
  const { currency } = coupon;
  const [whole = "", decimals] = formatDecimal(coupon.minimumMinor, currency).split(".");
  return decimals === undefined
    ? message("fields.amount_whole", { currency, whole: Number(whole) })
    : message("fields.amount_with_decimals", { currency, whole: Number(whole), decimals });
}

function wordsOf(problem: CouponProblem, code: string, minimum: Message | undefined): Message {
  if (problem === "minimum" && minimum) return message("refusals.coupon_minimum", { code, minimum });
  return message(WORDS[problem], { code });
}

const WORDS = {
  unknown: "refusals.coupon_unknown",
  not_yet: "refusals.coupon_not_yet",
  ended: "refusals.coupon_ended",
  not_for_this: "refusals.coupon_not_for_this",
  other_currency: "refusals.coupon_other_currency",
  minimum: "refusals.coupon_minimum_plain",
  used_up: "refusals.coupon_used_up",
  used_by_you: "refusals.coupon_used_by_you",
  not_combinable: "refusals.coupon_not_combinable",
  not_better: "refusals.coupon_not_better",
} as const satisfies Record<CouponProblem, string>;
