import { expect, test } from "vitest";
import { getOtherVatCountry } from "./countries.ts";

test.each([
  ["FR40303265045", "FR", null],
  ["FR40303265045", "CH", "FR"],
  ["DE136695976", "AT", "DE"],
  ["EL094259216", "GR", null],
  ["EL094259216", "DE", "GR"],
  ["XI980780684", "GB", null],
  ["FR40303265045", "MC", null],
  ["CHE107787577", "LI", null],
  ["CHE107787577", "CH", null],
  ["FR40303265045", "", null],
  ["", "CH", null],
  ["12345", "US", null],
])("a VAT id %s with an address in %s: %s", (vatId, country, other) => {
  expect(getOtherVatCountry(vatId, country)).toBe(other);
});
