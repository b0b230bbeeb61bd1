import { expect, test } from "vitest";
import { OPERATIONS } from "#app/api/v1/operations.ts";
import { ACTIONS } from "./actions.ts";
import { actionsOnDisk, pagesOnDisk, routesOnDisk } from "./on-disk.ts";
import { OPERATION_ROWS } from "./operations.ts";
import { ANSWERS, PAGES } from "./pages.ts";

test("every page has a row that says who gets it, and every row a page", () => {
  expect(Object.keys(PAGES).sort()).toEqual(pagesOnDisk());
});

test("every route handler has a row that says who gets it, and every row a route handler", () => {
  expect(Object.keys(ANSWERS).sort()).toEqual(routesOnDisk());
});

test("every operation of the API has a row that says who may ask for it", () => {
  expect(Object.keys(OPERATION_ROWS).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

test("every server action has a row that says who may send its form", () => {
  expect(Object.keys(ACTIONS).sort()).toEqual(actionsOnDisk());
});
