/** Why a payment is out of its order which the bank has taken back, as it is kept; pages and mails say it in their language. */
// eslint-disable-next-line matricula/no-literal-text -- Kept in English.
export const REVERSED_BY_BANK = "The bank has taken the payment back";
