import { describe, expect, it } from "vitest";
import { NO_TAX, pickTaxRate, type TaxRate } from "./pick-tax-rate.ts";

const rate = (part: Partial<TaxRate>): TaxRate => ({
  ...{ kind: "", country: "", category: "standard", ratePpm: 77_000, note: "", validFrom: "1970-01-01" },
  ...part,
});

const RATES = [
  rate({}),
  rate({ ratePpm: 81_000, validFrom: "2024-01-01" }),
  rate({ kind: "languages", category: "exempt", ratePpm: 0, note: "Art. 21" }),
  rate({ country: "DE", ratePpm: 190_000 }),
];

describe("which rate of tax counts", () => {
  it.each([
    ["before New Year", { kind: "", country: "", on: "2023-12-31" }, 77_000],
    ["from New Year on", { kind: "", country: "", on: "2024-01-01" }, 81_000],
    ["of an unknown kind", { kind: "cookery", country: "", on: "2024-06-01" }, 81_000],
    ["of the buyer's country", { kind: "", country: "DE", on: "2024-06-01" }, 190_000],
    ["of another country", { kind: "", country: "FR", on: "2024-06-01" }, 81_000],
    ["of its own kind before the country", { kind: "languages", country: "DE", on: "2024-06-01" }, 0],
  ])("takes the one %s", (_, asked, ratePpm) => {
    expect(pickTaxRate(RATES, asked).taxRatePpm).toBe(ratePpm);
  });

  it("says why a course is exempt", () => {
    expect(pickTaxRate(RATES, { kind: "languages", country: "", on: "2026-01-01" })).toEqual({
      ...{ taxRatePpm: 0, taxCategory: "exempt", taxNote: "Art. 21" },
    });
  });

  it("says nothing of tax where no rate has begun", () => {
    expect(pickTaxRate([rate({ validFrom: "2030-01-01" })], { kind: "", country: "", on: "2026-01-01" })).toEqual(
      NO_TAX,
    );
  });
});
