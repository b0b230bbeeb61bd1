import { getTranslator } from "#components/messages/get-translator.ts";
import type { SavedCard } from "#domain/payments/list-saved-cards.ts";

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

/** Says which card is charged for the parts that follow, and where that is taken back. */
export function SavedCardNote({ card }: { card: SavedCard }) {
  const t = getTranslator();
  return (
    <p className="text-small">
      {t("instalments.card_is_charged", { card: cardWords(card) })}{" "}
      <a className="link" href="/account/cards">
        {t("instalments.card_change")}
      </a>
    </p>
  );
}
