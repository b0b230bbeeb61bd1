import { perProcess } from "#db/per-process.ts";
import { message, type Message } from "#messages/message.ts";

/*
 * ISO 4217's list of currencies and how many decimals each has. It stands here and is not asked of the runtime, because ICU has
 * an opinion of its own that changes with each release: 48000 minor units of HUF are 480.00 to one Node and 48,000 to the next.
 * Made from the package `currency-codes`, with the amendments that it does not have yet; currencies.test.ts compares every code.
 */

/** The currencies that a price can be in, by their number of decimals. */
const BY_EXPONENT: Record<number, string> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2: [
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW",
    "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF",
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK",
    "MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP",
    "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER",
    "ZAR ZMW ZWG",
  ].join(" "),
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/** No money that somebody could pay with: metals, units of account, the code for tests and the one for no currency. */
const NO_MONEY = "XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(" ");

/** No longer money, each with its decimals of old: what was stored in them is still shown. */
const WITHDRAWN: Record<number, string> = {
  0: "ADP BEF BYR ESP GRD ITL LUF PTE ROL TPE TRL",
  2: [
    "AFA ANG ATS AYM AZM BGL BGN CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL LVL MGF MRO MTL MXP MZM NLG PLZ",
    "RUR SDD SIT SKK SLL SRG STD TMM USS VEB VEF XEU YUM ZMK ZWD ZWL ZWR",
  ].join(" "),
};

const pairsOf = (lists: Record<number, string>) =>
  Object.entries(lists).flatMap(([exponent, codes]) =>
    codes.split(" ").map((code) => [code, Number(exponent)] as const),
  );

const current = new Map(pairsOf(BY_EXPONENT));
const withdrawn = new Map(pairsOf(WITHDRAWN));

/** Every currency that a price can be in, by its code, in the order of the alphabet. */
export const CURRENCIES: readonly string[] = [...current.keys()].sort();

/** Whether something can be paid in it today: not `QQQ`, not what was given up (DEM), no metal (XAU), no code for tests (XTS). */
export function isCurrency(code: string): boolean {
  return current.has(code);
}

/** Why a code is not taken, as a person reads it beside the field; undefined when it is. */
export function explainCurrencyRefusal(code: string): Message | undefined {
  if (isCurrency(code)) return undefined;
  const name = code.slice(0, 20);
  if (withdrawn.has(code)) return message("fields.currency_withdrawn", { code: name });
  if (NO_MONEY.includes(code)) return message("fields.currency_no_money", { code: name });
  return name === "" ? message("fields.currency_empty") : message("fields.currency_unknown", { code: name });
}

const store = perProcess<{ current?: ReadonlyMap<string, number> }>("stored-exponents", () => ({}));

/**
 * How many decimals the amounts of this database have where it was begun before this table was: set once a process, when the
 * database is opened. Nothing that was stored is read differently because the program, or the runtime, has changed.
 */
export function setStoredExponents(exponents: ReadonlyMap<string, number>): void {
  store.current = exponents;
}

/** How many decimals ISO 4217 gives a currency: JPY 0, EUR 2, KWD 3. Undefined for a code that it does not know. */
export function getStandardExponent(code: string): number | undefined {
  return current.get(code) ?? withdrawn.get(code);
}

/**
 * How many decimals amounts in a currency have in this school. A code that nobody knows may stand in an old row: it has two, as
 * it always had.
 */
export function getExponent(currency: string): number {
  return store.current?.get(currency) ?? getStandardExponent(currency) ?? 2;
}
