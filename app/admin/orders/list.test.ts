import { expect, test } from "vitest";
import { readAddress } from "#app/admin/_list/list.ts";
import { ORDER_LIST } from "./list.ts";

test("an address that was kept from the version before still lists the orders that need review", () => {
  expect(readAddress(ORDER_LIST, { need: "attention" }).filters).toEqual({ need: "review" });
  expect(readAddress(ORDER_LIST, { need: "anything" }).filters).toEqual({});
});
