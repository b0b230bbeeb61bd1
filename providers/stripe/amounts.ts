import { getExponent, type Money } from "#domain/kernel/money.ts";
import { ProviderRefusal, ProviderTrouble } from "#domain/payments/provider.ts";

/*
 * How Stripe writes amounts (https://docs.stripe.com/currencies): in the smallest unit of the currency, with lists of its own
 * of what that is. They are not ISO 4217's, so every amount passes here on its way out and back.
 */
const ZERO_DECIMAL = new Set([
  "BIF",
  "CLP",
  "DJF",
  "GNF",
  "JPY",
  "KMF",
  "KRW",
  "MGA",
  "PYG",
  "RWF",
  "VND",
  "VUV",
  "XAF",
  "XOF",
  "XPF",
]);
/** Written with three decimals, of which the last must be 0: Stripe's partners take no finer steps. */
const THREE_DECIMAL = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);
/** People use them without decimals, and Stripe for old times' sake writes them with two, which must be 00. */
const WHOLE_WITH_TWO_DECIMALS = new Set(["ISK", "UGX"]);

function decimalsAtStripe(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** Our amount as Stripe takes it; undefined when Stripe cannot charge it to the last unit: nothing is ever rounded. */
export function stripeAmountOf({ minor, currency }: Money): number | undefined {
  const atStripe = shift(minor, decimalsAtStripe(currency) - getExponent(currency));
  const step = THREE_DECIMAL.has(currency) ? 10 : WHOLE_WITH_TWO_DECIMALS.has(currency) ? 100 : 1;
  return atStripe === undefined || atStripe % step !== 0 ? undefined : atStripe;
}

/** As `stripeAmountOf`, and refuses what Stripe cannot charge. */
export function toStripeAmount(amount: Money): number {
  const atStripe = stripeAmountOf(amount);
  if (atStripe !== undefined) return atStripe;
  const { minor, currency } = amount;
  throw new ProviderRefusal("amount", `Stripe cannot charge ${minor} minor units of ${currency} exactly`);
}

/** Stripe's amount as ours. Stripe writes currencies in lower case. */
export function fromStripeAmount(amount: number, currencyAtStripe: string): Money {
  const currency = currencyAtStripe.toUpperCase();
  const minor = shift(amount, getExponent(currency) - decimalsAtStripe(currency));
  if (minor === undefined) throw new ProviderTrouble(`Stripe says ${amount} ${currency}, a fraction of its least unit`);
  return { minor, currency };
}

/**
 * As `fromStripeAmount`, rounded to our least unit: what Stripe keeps for itself may be a fraction of it (a fee in krónur, which Stripe
 * writes with two decimals). Never for what a buyer pays or gets back.
 */
export function roundStripeAmount(amount: number, currencyAtStripe: string): number {
  const currency = currencyAtStripe.toUpperCase();
  return Math.round(amount * 10 ** (getExponent(currency) - decimalsAtStripe(currency)));
}

/** Adds or takes away zeros at the end. Undefined when what would be taken away is not a zero, or the number grows too large. */
function shift(units: number, zeros: number): number | undefined {
  const factor = 10 ** Math.abs(zeros);
  const shifted = zeros >= 0 ? units * factor : units / factor;
  return Number.isSafeInteger(shifted) ? shifted : undefined;
}
