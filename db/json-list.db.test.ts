import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { isAmong } from "./json-list.ts";
import { counters } from "./schema/index.ts";
import { openTestDatabase } from "./testing.ts";

const database = await openTestDatabase();
afterAll(() => database.drop());

test("one prepared statement finds the rows of a list of any length, and no others", async () => {
  const names = ["one", "two's", 'three"', "four"];
  await database.write((tx) => tx.insert(counters).values(names.map((name) => ({ name, value: 1 }))));
  const query = database.read
    .select({ name: counters.name })
    .from(counters)
    .where(isAmong(counters.name, sql.placeholder("names")))
    .prepare();
  const find = async (wanted: string[]) =>
    (await query.execute({ names: JSON.stringify(wanted) })).map(({ name }) => name).sort();
  expect(await find([])).toEqual([]);
  expect(await find(["two's", "nobody"])).toEqual(["two's"]);
  expect(await find(names.slice(0, 3))).toEqual(names.slice(0, 3).sort());
});
