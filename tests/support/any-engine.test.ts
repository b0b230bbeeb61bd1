import { expect, test } from "vitest";
import { isAnyEngineTested, whoAsks } from "./any-engine.ts";
import { OPERATION_ROWS } from "./route-table/operations.ts";
import { PAGES } from "./route-table/pages.ts";
import { WHO } from "./route-table/who.ts";

test("on the engine that is asked in full, everybody asks every row", () => {
  expect(isAnyEngineTested).toBe(true);
  expect(whoAsks(WHO, ["owner"], 3, true)).toEqual(WHO);
});

test.each([
  ["page", Object.values(PAGES)],
  ["operation", Object.values(OPERATION_ROWS)],
])(
  "on the other one each %s is asked as one who may and one who may not, and over all of them as everybody",
  (_, rows) => {
    const asked = rows.map(({ may }, row) => ({ may, who: whoAsks(WHO, may, row, false) }));
    for (const { may, who } of asked) {
      expect(who.filter((each) => may.includes(each))).toHaveLength(Math.min(1, may.length));
      expect(who.filter((each) => !may.includes(each))).toHaveLength(Math.min(1, WHO.length - may.length));
    }
    expect([...new Set(asked.flatMap(({ who }) => who))].sort()).toEqual([...WHO].sort());
  },
);
