import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { refuseCoupon } from "#domain/coupons/refuse-coupon.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { openRuntime, setRuntime } from "#runtime";
import { guardGuesses } from "./guard-guesses.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
  const config = readConfig({ MATRICULA_LOG_LEVEL: "silent" });
  const opened = openRuntime(config, {
    database: school.database,
    clock: school.clock,
    secret: "a secret of this test",
  });
  // A demo is tried by many from one address.
  setRuntime({ ...opened, rules: { ...opened.rules, demo: false } });
});
afterAll(() => school.drop());

const unknown = () => Promise.reject(refuseCoupon({ code: "GUESS", problem: "unknown" }));
const usedUp = () => Promise.reject(refuseCoupon({ code: "SPRING", problem: "used_up" }));
const right = () => Promise.resolve("sold");

test("whoever has tried too many codes that nobody has is told to wait, with the right one too, and nobody else is", async () => {
  const [guesser, other] = [await school.person("student"), await school.person("student")];
  const as = { actor: guesser, address: "203.0.113.7" };
  for (let n = 0; n < 20; n++)
    await expect(guardGuesses(as, "SPRING", usedUp)).rejects.toMatchObject({ code: "coupon_refused" });
  for (let n = 0; n < 15; n++)
    await expect(guardGuesses(as, "GUESS", unknown)).rejects.toMatchObject({ code: "coupon_refused" });
  await expect(guardGuesses(as, "SPRING", right)).rejects.toMatchObject({
    ...{ code: "rate_limited", detail: { fields: { coupon: { key: "refusals.coupon_guesses" } } } },
  });
  expect(await guardGuesses(as, "", right)).toBe("sold");
  expect(await guardGuesses({ actor: other, address: "203.0.113.8" }, "SPRING", right)).toBe("sold");
  school.clock.forward(15 * MINUTE_MS);
  expect(await guardGuesses(as, "SPRING", right)).toBe("sold");
});

test("a stranger is counted by where they come from", async () => {
  const visitor = { actor: { type: "visitor" as const }, address: "203.0.113.9" };
  for (let n = 0; n < 50; n++) await guardGuesses(visitor, "GUESS", unknown).catch(() => {});
  await expect(guardGuesses(visitor, "SPRING", right)).rejects.toMatchObject({ code: "rate_limited" });
  expect(await guardGuesses({ ...visitor, address: "203.0.113.10" }, "SPRING", right)).toBe("sold");
});
