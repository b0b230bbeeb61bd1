import { expect, test } from "vitest";
import { COUNTRIES, getCountryName, listCountries } from "./countries.ts";

test("there are 249 countries, each with a name of its own in every language", () => {
  expect(new Set(COUNTRIES).size).toBe(249);
  for (const language of ["en", "de"]) {
    const names = COUNTRIES.map((code) => getCountryName(code, language));
    expect(names.filter((name, place) => name === COUNTRIES[place])).toEqual([]);
    expect(new Set(names).size).toBe(249);
  }
});

test("they stand in the order of the reader's language", () => {
  const labels = listCountries("de").map(({ label }) => label);
  expect(labels.indexOf("Österreich")).toBeGreaterThan(labels.indexOf("Norwegen"));
  expect(labels.indexOf("Österreich")).toBeLessThan(labels.indexOf("Polen"));
});
