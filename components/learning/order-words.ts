import type { PlainKey } from "#messages/message.ts";
import type { MyOrder } from "#domain/learning/list-my-orders.ts";
import type { Tone } from "../ui/badge.tsx";
import { formatAmount } from "../ui/money.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The states of an order, in the words of somebody who placed it. */
const ORDER_WORDS: Record<MyOrder["state"], { label: PlainKey; tone: Tone }> = {
  draft: { label: "learning.order_draft", tone: "neutral" },
  awaiting_payment: { label: "learning.order_awaiting_payment", tone: "warn" },
  paid: { label: "learning.order_paid", tone: "ok" },
  expired: { label: "learning.order_expired", tone: "neutral" },
  cancelled: { label: "learning.order_cancelled", tone: "neutral" },
};

/** The state of one order. Nothing was paid for what is free. */
export function orderWords({ state, total, balance }: Pick<MyOrder, "state" | "total" | "balance">): {
  label: string;
  tone: Tone;
} {
  const t = getTranslator();
  if (state === "paid" && total.minor === 0) return { label: t("learning.confirmed_label"), tone: "ok" };
  // A part is still to come, or late: it is not paid.
  if (state === "paid" && (balance.kind === "on_plan" || balance.kind === "underpaid"))
    return { label: t("learning.order_paid_in_part"), tone: balance.kind === "underpaid" ? "warn" : "neutral" };
  const { label, tone } = ORDER_WORDS[state];
  return { label: t(label), tone };
}

/** What is wrong with the money of an order, in a sentence; undefined when nothing is. */
export function describeBalance({
  state,
  balance,
  total,
  isCreditOffered,
}: Pick<MyOrder, "state" | "balance" | "total" | "isCreditOffered">): string | undefined {
  const t = getTranslator();
  const { kind, differenceMinor, refundedMinor } = balance;
  const amount = formatAmount({ minor: Math.abs(differenceMinor), currency: total.currency });
  // Whether it goes back or becomes credit its buyer is to say.
  if (kind === "overpaid" && isCreditOffered) return t("learning.credit_or_money_back", { amount });
  // Nobody has paid too much for what was called off afterwards.
  if (kind === "overpaid" && (state === "cancelled" || state === "expired"))
    return t("learning.school_sends_back", { amount });
  if (kind === "overpaid") return t("learning.you_have_paid_more_than_this_order_asks", { amount });
  if (kind === "underpaid" && state === "cancelled") return t("instalments.cancellation_fee_left_words", { amount });
  if (kind === "underpaid") return t("learning.is_still_missing", { amount });
  if (kind === "on_plan") {
    return t("instalments.on_plan_words", {
      amount: formatAmount({ minor: balance.laterMinor, currency: total.currency }),
    });
  }
  if (refundedMinor === 0) return undefined;
  return t("learning.of_it_has_gone_back", {
    amount: formatAmount({ minor: refundedMinor, currency: total.currency }),
  });
}
