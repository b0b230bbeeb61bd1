import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#db/open.ts";
import type { Database } from "#db/types.ts";
import { MINUTE_MS } from "../kernel/clock.ts";
import { visitor } from "../kernel/actor.ts";
import { countTry } from "../kernel/rate-limit.ts";
import { accountLimit, addressLimit, type Counted, forgetTries } from "./limits.ts";
import { type AccountsSchool, openAccountsSchool } from "./testing.ts";

let school: AccountsSchool;
let second: Database;
beforeAll(async () => {
  school = await openAccountsSchool();
  second = openDatabase(school.database.url);
});
afterAll(async () => {
  await second.close();
  await school.drop();
});

const RULES = {
  demo: false,
  holdMinutes: 15,
  offerHours: 48,
  passwordLengthMin: 12,
  sessionIdleMs: { staff: 1, student: 1 },
  refundConfirmAbove: 500,
  paymentProviders: [],
};

/** One try in one process of the school. */
async function tryIn(database: Pick<Database, "write">, { key, bounds }: Counted): Promise<boolean> {
  const { allowed } = await database.write((tx) =>
    countTry({ tx, now: school.clock(), actor: visitor, requestId: "req_1", rules: RULES }, key, bounds),
  );
  return allowed;
}

test("two processes count the tries for one account together: ten in a quarter of an hour", async () => {
  const door = accountLimit("sign_in", "mara@example.org");
  const answers = [];
  for (let turn = 0; turn < 11; turn++) answers.push(await tryIn(turn % 2 === 0 ? school.database : second, door));
  expect(answers).toEqual([...Array(10).fill(true), false]);
  expect(await tryIn(second, accountLimit("sign_in", "jonas@example.org"))).toBe(true);
  school.clock.forward(15 * MINUTE_MS);
  expect(await tryIn(second, door)).toBe(true);
});

test("an account that was opened starts to count anew", async () => {
  const door = accountLimit("sign_in", "ines@example.org");
  for (let turn = 0; turn < 10; turn++) await tryIn(school.database, door);
  await school.asVisitor((ctx) => forgetTries(ctx, door));
  expect(await tryIn(second, door)).toBe(true);
});

test("one network address may try fifty sign-ins, and in a demo, where everyone shares it, more", async () => {
  expect(addressLimit("sign_in", "192.0.2.7", RULES).bounds.max).toBe(50);
  expect(addressLimit("sign_in", "192.0.2.7", { ...RULES, demo: true }).bounds.max).toBeGreaterThan(1_000);
});

test("a counter does not hold the address it counts for", () => {
  expect(accountLimit("code", "mara@example.org").key).not.toContain("mara");
});
