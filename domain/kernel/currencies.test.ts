import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { data } from "currency-codes";
import { afterEach, describe, expect, test, vi } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import {
  CURRENCIES,
  explainCurrencyRefusal,
  getExponent,
  isCurrency,
  getStandardExponent,
  setStoredExponents,
} from "./currencies.ts";
import { formatMoney } from "./money.ts";
import { formatDecimal, readAmount } from "./read-amount.ts";

const HOUSE = path.resolve(import.meta.dirname, "../..");

/** What ISO has changed since the package was made: amendment 176 (XCG for ANG), the euro in Croatia and Bulgaria, no more CUC. */
const ADDED = ["XCG"];
const GIVEN_UP = ["ANG", "BGN", "CUC"];
const NO_MONEY = ["XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"];

afterEach(() => {
  setStoredExponents(new Map());
  vi.restoreAllMocks();
});

describe("the table of currencies", () => {
  test("has every code of ISO 4217 that somebody can pay in, with its number of decimals, and no other", () => {
    const listed = new Map(data.map(({ code, digits }) => [code, digits]));
    for (const code of NO_MONEY) expect(listed.has(code)).toBe(true);
    const money = [...listed.keys()].filter((code) => !NO_MONEY.includes(code) && !GIVEN_UP.includes(code));
    expect([...CURRENCIES].sort()).toEqual([...money, ...ADDED].sort());
    for (const code of money) expect([code, getExponent(code)]).toEqual([code, listed.get(code)]);
    for (const code of GIVEN_UP) expect([code, getStandardExponent(code)]).toEqual([code, listed.get(code)]);
  });

  test("refuses what was given up, metals, codes for tests and what is none, each with a sentence", () => {
    const refused = ["DEM", "HRK", "ZWL", ...GIVEN_UP, ...NO_MONEY, "QQQ", "eur", "EURO", "", "€", "ZZZ"];
    for (const code of refused) {
      expect([code, isCurrency(code)]).toEqual([code, false]);
      expect(inEnglish(explainCurrencyRefusal(code))).toMatch(/\.$/);
    }
  });

  test("is the only one that is asked: what the runtime thinks of a currency's decimals changes nothing", () => {
    const asked = vi.spyOn(Intl.NumberFormat.prototype, "resolvedOptions");
    for (const currency of CURRENCIES) {
      const text = formatMoney({ minor: 1_234_567, currency }, { locale: "de" });
      const [, decimals = ""] = text.replace(/[^\d,]/g, "").split(",");
      expect([currency, decimals.length]).toEqual([currency, getExponent(currency)]);
      expect(text.replace(/\D/g, "")).toBe("1234567");
    }
    expect(asked).not.toHaveBeenCalled();
  });

  test("is not gone round anywhere in the house", () => {
    const sources = ["app", "components", "domain", "providers", "ops"].flatMap((folder) =>
      readdirSync(path.join(HOUSE, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
        .map((file) => path.join(folder, file)),
    );
    expect(sources.length).toBeGreaterThan(300);
    const around = sources.filter((file) =>
      /supportedValuesOf\("currency"\)|style: "currency"|resolvedOptions\(\)\.m\w+FractionDigits/.test(
        readFileSync(path.join(HOUSE, file), "utf8"),
      ),
    );
    expect(around).toEqual(["domain/kernel/money.ts", "domain/settings/stored-exponents.ts"]);
  });
});

describe("a database that was begun with another number of decimals", () => {
  test("keeps it: its amounts are written and read as they were", () => {
    setStoredExponents(new Map([["HUF", 0]]));
    expect(formatDecimal(48_000, "HUF")).toBe("48000");
    expect(formatMoney({ minor: 48_000, currency: "HUF" })).toBe("HUF 48,000");
    expect(readAmount("48000", "HUF")).toEqual({ minor: 48_000 });
    expect(formatMoney({ minor: 48_000, currency: "EUR" })).toBe("EUR 480.00");
  });

  test("shows an amount in a currency that nobody knows", () => {
    expect(formatMoney({ minor: 48_000, currency: "QQQ" })).toBe("QQQ 480.00");
    expect(formatMoney({ minor: 48_000, currency: "q!" })).toBe("480.00");
  });
});
