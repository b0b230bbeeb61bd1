import { expect, test } from "vitest";
import { translatorFor } from "#messages/translator.ts";
import { namePart } from "./name-parts.ts";

test("a part says of how many it is, and one that a cheaper date has taken off says no number that there is not", () => {
  const names = [1, 2, 3, 4].map((number) => namePart(number, 3, translatorFor("en")));
  expect(names).toEqual(["Deposit", "Instalment 2 of 3", "Instalment 3 of 3", "Instalment 4"]);
});
