import { expect, test } from "vitest";
import { accountingTotals } from "#db/schema/index.ts";
import { openCheckedSchool } from "./testing.ts";

const { database, findings, states } = await openCheckedSchool();

const add = (period: string, debitMinor: number, lineCount: number) =>
  database.write((tx) =>
    tx
      .insert(accountingTotals)
      .values({ ...{ period, account: "bank", detail: "", currency: "CHF", creditMinor: 0 }, debitMinor, lineCount }),
  );

test("the totals of the latest months are added up quickly, and those of all months in full, and the month that differs is named", async () => {
  expect(await states("accounts")).toEqual(["ok"]);
  await add("2026-03", 500, 1);
  await add("2026-09", 0, 0);
  expect(await findings("accounts")).toMatchObject([{ state: "wrong", words: expect.stringContaining("2026-03") }]);
  await add("2026-10", 0, 0);
  // March is none of the latest two any more.
  expect(await states("accounts")).toEqual(["ok"]);
  const all = await findings("accounts", "full");
  expect(all).toMatchObject([{ state: "wrong", words: expect.stringContaining("2026-03") }]);
  expect(all[0]?.mend).toContain("reconcile-counters");
});
