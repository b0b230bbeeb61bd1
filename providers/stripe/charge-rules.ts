import { formatMoney, type Money } from "#domain/kernel/money.ts";
import { message, type Message } from "#messages/message.ts";
import { fromStripeAmount, stripeAmountOf } from "./amounts.ts";

/*
 * What Stripe can charge at all, by its own tables (https://docs.stripe.com/currencies): in which currencies, from how much, and
 * up to how many digits. What it refuses beyond that, its answer says.
 */

/** The presentment currencies. */
const CURRENCIES = new Set(
  (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP " +
    "CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY " +
    "KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK " +
    "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TND TOP " +
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW"
  ).split(" "),
);

/** The least charge, in Stripe's own units. Where none is named it depends on a rate of exchange, and only Stripe knows it. */
const LEAST: Record<string, number> = {
  ...{ USD: 50, AED: 200, AUD: 50, BGN: 100, BRL: 50, CAD: 50, CHF: 50, CZK: 15_00, DKK: 250, EUR: 50, GBP: 30 },
  ...{ HKD: 400, HUF: 175_00, INR: 50, JPY: 50, MXN: 10_00, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200 },
  ...{ SEK: 300, SGD: 50, THB: 10_00 },
};

const DIGITS_MAX = 8;
const MORE_DIGITS: Record<string, number> = { COP: 10, HUF: 10, IDR: 12, INR: 9, JPY: 10, LBP: 12 };

/** Why Stripe can never charge an amount; null when nothing is known against it. */
export function getStripeChargeRefusal({ minor, currency }: Money): Message | null {
  if (!CURRENCIES.has(currency)) return message("payments.stripe_takes_no", { currency });
  const atStripe = stripeAmountOf({ minor, currency });
  if (atStripe === undefined)
    return message("payments.stripe_not_exactly", { amount: formatMoney({ minor, currency }) });
  const least = LEAST[currency] ?? 1;
  if (atStripe < least)
    return message("payments.stripe_least", { amount: formatMoney(fromStripeAmount(least, currency)) });
  const digits = MORE_DIGITS[currency] ?? DIGITS_MAX;
  const most = 10 ** digits - 1;
  return atStripe > most
    ? message("payments.stripe_most", { amount: formatMoney(fromStripeAmount(most, currency)) })
    : null;
}
