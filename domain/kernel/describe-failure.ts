import { type MessageKey, message, type Words } from "#messages/message.ts";

type FailureKey = Extract<MessageKey, `payment_failures.${string}`>;

/** Why money did not move, by a name that stays: each is a message of `payment_failures`. */
export type FailureCode = FailureKey extends `payment_failures.${infer Code}` ? Code : never;

/**
 * A failure as a column keeps it: its code, and what the provider said in its own language, which only the team is shown:
 * `your_card_without_funds: Your card has insufficient funds.`
 */
export function formatFailure(code: FailureCode, said = ""): string {
  return said === "" ? code : `${code}: ${said}`.slice(0, 300);
}

/** Until 2026 a failure was kept in the words of the card service, in English. */
const SENTENCES: ReadonlyMap<string, FailureKey> = new Map([
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

const CODES: ReadonlySet<string> = new Set<FailureCode>([
  "card_declined",
  "checkout_refused",
  "error_processing",
  "error_processing_later",
  "money_sent_back",
  "more_than_charged",
  "not_authenticated",
  "nothing_charged",
  "nothing_paid",
  "payment_not_confirmed",
  "payment_not_through",
  "refund_cancelled",
  "refund_card_expired",
  "refund_card_lost",
  "refund_declined",
  "refund_not_approved",
  "refund_not_sent",
  "refund_disputed",
  "refund_failed",
  "refund_without_funds",
  "transfer_account_closed",
  "transfer_account_wrong",
  "transfer_returned",
  "your_card_declined",
  "your_card_expired",
  "your_card_month_invalid",
  "your_card_not_for_this",
  "your_card_not_supported",
  "your_card_number_incorrect",
  "your_card_number_invalid",
  "your_card_security_code_incorrect",
  "your_card_security_code_invalid",
  "your_card_without_funds",
  "your_card_year_invalid",
]);

const CODE = /^([a-z]+(?:_[a-z]+)+)(?:: (.*))?$/s;

function readFailure(kept: string): { key?: FailureKey; said: string } {
  const [, code, said = ""] = CODE.exec(kept) ?? [];
  if (code !== undefined && CODES.has(code)) return { key: `payment_failures.${code}` as FailureKey, said };
  const key = SENTENCES.get(kept.trim());
  return key ? { key, said: "" } : { said: kept };
}

/** Whether a text is a failure as it is kept: the history of a payment has it as the reason of its last step. */
export const isFailure = (kept: string): boolean => readFailure(kept).key !== undefined;

/** Why money did not move, in the reader's language; what nobody has translated is only said to have failed. */
export function describeFailure(kept: string, words: Pick<Words, "format">): string {
  return words.format(message(readFailure(kept).key ?? "payment_failures.payment_not_through"));
}

/** The same of a refund. */
export function describeRefundFailure(kept: string, words: Pick<Words, "format">): string {
  return words.format(message(readFailure(kept).key ?? "payment_failures.refund_failed"));
}

/** They only say that it failed. */
const UNTOLD: ReadonlySet<string> = new Set(["payment_failures.payment_not_through", "payment_failures.refund_failed"]);

/** As the office reads it: what nobody has translated stands behind it as the provider says it. */
export function describeFailureForTeam(kept: string, words: Pick<Words, "format">, isRefund = false): string {
  const described = isRefund ? describeRefundFailure(kept, words) : describeFailure(kept, words);
  const { key, said } = readFailure(kept);
  const isTold = key !== undefined && !UNTOLD.has(key);
  return isTold || said === "" ? described : `${described} «${said}»`;
}

/** What the provider said itself, for the team, who may have to look it up there; empty when the code says all. */
export const getProviderWords = (kept: string): string => readFailure(kept).said;
