import { expect, test } from "vitest";
import { formatPostalAddress } from "./format-postal-address.ts";

const PARTS = {
  ...{ addressStreet: "Lindenhofstrasse", addressNumber: "12", addressPostCode: "4052", addressTown: "Basel" },
  ...{ addressCountry: "CH", postalAddress: "Old Lane 1\nTown" },
};

test("an address stands as on an envelope, its country in the reader's language", () => {
  expect(formatPostalAddress(PARTS, "en")).toBe("Lindenhofstrasse 12\n4052 Basel\nSwitzerland");
  expect(formatPostalAddress(PARTS, "de")).toBe("Lindenhofstrasse 12\n4052 Basel\nSchweiz");
});

test("what is not given leaves no empty line and no blank", () => {
  const bare = { ...PARTS, addressStreet: "", addressNumber: "", addressPostCode: "", addressCountry: null };
  expect(formatPostalAddress(bare, "en")).toBe("Basel");
});

test("an address that was written as one text stays until its town is given", () => {
  expect(formatPostalAddress({ ...PARTS, addressTown: "" }, "en")).toBe("Old Lane 1\nTown");
});
