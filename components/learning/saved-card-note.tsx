import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import type { NextCharge } from "#domain/payments/get-next-charge.ts";
import type { SavedCard } from "#domain/payments/list-saved-cards.ts";
import { formatDay } from "./release-words.ts";

// eslint-disable-next-line matricula/no-literal-text -- names, the same in every language
const BRANDS: Record<string, string> = { amex: "American Express", jcb: "JCB", mastercard: "Mastercard", visa: "Visa" };

/** A card as its holder knows it: Visa •••• 4242, expires 12/2029. */
export function cardWords({
  brand,
  last4,
  expMonth,
  expYear,
}: Pick<SavedCard, "brand" | "last4" | "expMonth" | "expYear">) {
  const month = String(expMonth).padStart(2, "0");
  return getTranslator()("instalments.card_words", {
    ...{ brand: BRANDS[brand] ?? brand, last4, month, year: String(expYear) },
  });
}

/** Says which card is charged next, when and how much, and where that is stopped. */
export function SavedCardNote({ charge, currency }: { charge: NextCharge; currency: string }) {
  const t = getTranslator();
  const { card, number, dueOn, amountMinor: minor, after } = charge;
  const said = {
    card: cardWords(card),
    number,
    date: formatDay(dueOn),
    amount: formatAmount({ minor, currency }),
    after,
  };
  return (
    <p className="text-small">
      {t("instalments.card_is_charged", said)}{" "}
      <a className="link" href="/account/cards">
        {t("instalments.card_change")}
      </a>
    </p>
  );
}
