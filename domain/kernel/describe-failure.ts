import { type MessageKey, message, type Words } from "#messages/message.ts";

type FailureKey = Extract<MessageKey, `payment_failures.${string}`>;

/** What we and the card service say most often, in the words in which it is kept: the card service's own answers are in English. */
const KNOWN: ReadonlyMap<string, FailureKey> = new Map([
  ["The card was declined.", "payment_failures.card_declined"],
  ["The payment was not confirmed.", "payment_failures.payment_not_confirmed"],
  ["The payment did not go through.", "payment_failures.payment_not_through"],
  ["The bank sent the money back.", "payment_failures.money_sent_back"],
  ["Nothing was charged that could be given back.", "payment_failures.nothing_charged"],
  ["Nothing was paid that could be given back.", "payment_failures.nothing_paid"],
  ["That is more than was charged.", "payment_failures.more_than_charged"],
  ["Your card was declined.", "payment_failures.your_card_declined"],
  ["Your card has insufficient funds.", "payment_failures.your_card_without_funds"],
  ["Your card has expired.", "payment_failures.your_card_expired"],
  ["Your card number is incorrect.", "payment_failures.your_card_number_incorrect"],
  ["Your card number is invalid.", "payment_failures.your_card_number_invalid"],
  ["Your card's security code is incorrect.", "payment_failures.your_card_security_code_incorrect"],
  ["Your card's security code is invalid.", "payment_failures.your_card_security_code_invalid"],
  ["Your card's expiration month is invalid.", "payment_failures.your_card_month_invalid"],
  ["Your card's expiration year is invalid.", "payment_failures.your_card_year_invalid"],
  ["Your card does not support this type of purchase.", "payment_failures.your_card_not_for_this"],
  ["Your card is not supported.", "payment_failures.your_card_not_supported"],
  ["An error occurred while processing your card. Try again in a little bit.", "payment_failures.error_processing"],
  ["An error occurred while processing your card. Try again later.", "payment_failures.error_processing_later"],
  [
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    "payment_failures.not_authenticated",
  ],
]);

/** Why money did not move: in the reader's language where we know the words that were kept, and else those. */
export function describeFailure(failure: string, words: Pick<Words, "format">): string {
  const key = KNOWN.get(failure.trim());
  return key ? words.format(message(key)) : failure;
}
