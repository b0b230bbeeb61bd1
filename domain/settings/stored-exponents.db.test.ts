import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { storedExponents } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { getExponent, setStoredExponents } from "../kernel/currencies.ts";
import { formatMoney } from "../kernel/money.ts";
import { loadStoredExponents, setStoredExponent, listUnusualExponents } from "./stored-exponents.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterEach(async () => {
  setStoredExponents(new Map());
  await school.database.write(async (tx) => void (await tx.delete(storedExponents)));
});
afterAll(() => school.drop());

const put = (rows: { currency: string; exponent: number | null }[]) =>
  school.database.write(async (tx) => void (await tx.insert(storedExponents).values(rows)));
const stored = async () =>
  Object.fromEntries(
    (await school.database.read.select().from(storedExponents)).map(({ currency, exponent }) => [currency, exponent]),
  );
const intl = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;

describe("a database from before the table of currencies", () => {
  test("is read on as the runtime read it until then, decided once and kept", async () => {
    await put(["HUF", "CHF", "QQQ", "BGN"].map((currency) => ({ currency, exponent: null })));
    await loadStoredExponents(school.database);
    expect(await stored()).toEqual({ HUF: intl("HUF"), CHF: 2, QQQ: 2, BGN: 2 });
    expect(getExponent("HUF")).toBe(intl("HUF"));
  });

  test("keeps what was decided, whatever this runtime thinks", async () => {
    await put([
      { currency: "HUF", exponent: 0 },
      { currency: "TWD", exponent: 0 },
      { currency: "IDR", exponent: 2 },
    ]);
    await loadStoredExponents(school.database);
    expect(formatMoney({ minor: 48_000, currency: "HUF" })).toBe("HUF 48,000");
    expect(formatMoney({ minor: 48_000, currency: "TWD" })).toBe("TWD 48,000");
    expect(formatMoney({ minor: 48_000, currency: "IDR" })).toBe("IDR 480.00");
    expect(formatMoney({ minor: 48_000, currency: "EUR" })).toBe("EUR 480.00");
    expect(await stored()).toEqual({ HUF: 0, TWD: 0, IDR: 2 });
  });

  test("says which currencies are unusual, and takes another decision", async () => {
    const rows = [
      { currency: "CHF", exponent: 2 },
      { currency: "HUF", exponent: 0 },
      { currency: "QQQ", exponent: 2 },
    ];
    expect(listUnusualExponents(rows)).toEqual([{ currency: "HUF", exponent: 0, standard: 2 }]);
    await put(rows);
    expect(await setStoredExponent(school.database, { currency: "HUF", exponent: 2 })).toBe(true);
    expect(await setStoredExponent(school.database, { currency: "EUR", exponent: 2 })).toBe(false);
    expect((await stored()).HUF).toBe(2);
  });
});

test("a new database decides nothing: the table does", async () => {
  await loadStoredExponents(school.database);
  expect(await stored()).toEqual({});
  expect([getExponent("HUF"), getExponent("TWD"), getExponent("IDR"), getExponent("JPY")]).toEqual([2, 2, 2, 0]);
});
