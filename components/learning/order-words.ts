import type { MyOrder } from "#domain/learning/receipts.ts";
import type { Tone } from "../ui/badge.tsx";
import { formatAmount } from "../ui/money.tsx";

/** The states of an order, in the words of somebody who placed it. */
const ORDER_WORDS: Record<MyOrder["state"], { label: string; tone: Tone }> = {
  draft: { label: "Being prepared by the school", tone: "neutral" },
  awaiting_payment: { label: "Waiting for payment", tone: "warn" },
  paid: { label: "Paid", tone: "ok" },
  expired: { label: "Not paid in time", tone: "neutral" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

/** The state of one order. Nothing was paid for what is free. */
export function orderWords({ state, total }: Pick<MyOrder, "state" | "total">): { label: string; tone: Tone } {
  return state === "paid" && total.minor === 0 ? { label: "Confirmed", tone: "ok" } : ORDER_WORDS[state];
}

/** What is wrong with the money of an order, in a sentence; undefined when nothing is. */
export function standingSentence({
  state,
  standing,
  total,
}: Pick<MyOrder, "state" | "standing" | "total">): string | undefined {
  const { kind, differenceMinor } = standing;
  const amount = formatAmount({ minor: Math.abs(differenceMinor), currency: total.currency });
  if (kind === "overpaid")
    return `You have paid ${amount} more than this order asks for. The school will send it back.`;
  // An order is paid in full or not at all: what a paid one lacks was given back.
  if (kind === "underpaid") return state === "paid" ? `${amount} of it has gone back.` : `${amount} is still missing.`;
  return undefined;
}
