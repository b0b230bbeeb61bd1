import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { purgeRows } from "../maintenance/purge-rows.ts";
import { DAY_MS } from "./clock.ts";
import { isFirstTime } from "./is-first-time.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const ask = (key: string, actorId = "usr_one") =>
  school.asSystem((ctx) => isFirstTime(ctx, { actorId, route: "form", key }));

test("of many that ask at once one is the first, for a day whatever is swept away meanwhile", async () => {
  const start = school.clock().getTime();
  const presses = await Promise.all([ask("press"), ask("press"), ask("press"), ask("press", "usr_other")]);
  expect(presses.filter(Boolean)).toHaveLength(2);
  school.clock.set(new Date(start + DAY_MS));
  await school.asSystem((ctx) => purgeRows(ctx, "rateLimits"));
  await school.asSystem((ctx) => purgeRows(ctx, "idempotencyKeys"));
  expect(await ask("press")).toBe(false);
});

test("what was refused may be asked again", async () => {
  const refused = school.asSystem(async (ctx) => {
    await isFirstTime(ctx, { actorId: "usr_one", route: "form", key: "refused" });
    throw new Error("refused");
  });
  await expect(refused).rejects.toThrow("refused");
  expect(await ask("refused")).toBe(true);
});
