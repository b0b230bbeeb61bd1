import type { PaymentProvider } from "#domain/payments/provider.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** What is paid for: a place that waits for it, or something else, such as a later part or the fee of one that has ended. */
export type Bought = "place" | "other";

/** What a way to pay is. Only a place that waits for its money is confirmed when a transfer has come. */
export function explainWay(
  { name, explanation }: Pick<PaymentProvider, "name" | "explanation">,
  bought: Bought,
): string {
  const t = getTranslator();
  const words = t(explanation);
  return name === "bank" && bought === "place" ? `${words} ${t("payments.bank_confirms_place")}` : words;
}
