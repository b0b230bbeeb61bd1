import type { ProviderName } from "#db/enums.ts";
import type { CheckoutView } from "./get-checkout.ts";

/** How somebody chose to pay an order: with whom, at once or by the plan, and whether the card may be kept for the parts that follow. */
export type LastChoice = { provider?: ProviderName | undefined; pay: "all" | "plan"; keepsCard: boolean };

/**
 * What was chosen at the attempt before, for a page that asks again: nobody who chose the plan pays all of it after a card was declined. An
 * order whose parts are fixed was to be paid by its plan, until an attempt was for all of them.
 */
export function getLastChoice({ attempts, instalments }: Pick<CheckoutView, "attempts" | "instalments">): LastChoice {
  const [latest] = attempts;
  const wholeEnd = Math.max(0, ...instalments.map(({ number }) => number));
  if (!latest) return { pay: instalments.length > 0 ? "plan" : "all", keepsCard: false };
  const { provider, firstInstalment, lastInstalment, keepsCard } = latest;
  const isPlan = firstInstalment !== null && (lastInstalment ?? firstInstalment) < wholeEnd;
  return { provider, pay: isPlan ? "plan" : "all", keepsCard };
}
