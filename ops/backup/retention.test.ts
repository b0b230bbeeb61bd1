import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RetentionRule, selectBackupsToKeep } from "./retention.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date("2026-06-17T12:30:00Z");
const RULE: RetentionRule = { hourly: 24, daily: 14, weekly: 8, monthly: 12 };

const ago = (ms: number) => new Date(NOW.getTime() - ms);
const kept = (moments: Date[], rule: RetentionRule = RULE, now = NOW) =>
  selectBackupsToKeep(moments, rule, now).map((one) => one.getTime());

const anyMoments = fc
  .uniqueArray(fc.integer({ min: 0, max: 900 * 24 * 60 }), { maxLength: 300 })
  .map((minutes) => minutes.map((each) => ago(each * 60_000)));
const anyRule = fc.record({
  hourly: fc.integer({ min: 0, max: 30 }),
  daily: fc.integer({ min: 0, max: 20 }),
  weekly: fc.integer({ min: 0, max: 10 }),
  monthly: fc.integer({ min: 0, max: 15 }),
});

describe("of all backups", () => {
  test("the newest stays, whatever the rule", () => {
    fc.assert(
      fc.property(anyMoments, anyRule, (moments, rule) => {
        fc.pre(moments.length > 0);
        expect(kept(moments, rule)).toContain(Math.max(...moments.map(Number)));
      }),
    );
  });

  test("no more stay than the rule says, but for the young ones", () => {
    fc.assert(
      fc.property(anyMoments, anyRule, (moments, rule) => {
        const old = kept(moments, rule).filter((at) => NOW.getTime() - at >= 2 * HOUR_MS);
        expect(old.length).toBeLessThanOrEqual(1 + rule.hourly + rule.daily + rule.weekly + rule.monthly);
      }),
    );
  });

  test("keeping what was kept takes nothing more away", () => {
    fc.assert(
      fc.property(anyMoments, anyRule, (moments, rule) => {
        const once = kept(moments, rule);
        expect(
          kept(
            once.map((at) => new Date(at)),
            rule,
          ),
        ).toEqual(once);
      }),
    );
  });

  test("the order they are named in changes nothing", () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        expect(kept([...moments].reverse())).toEqual(kept(moments));
      }),
    );
  });

  test("a stricter rule keeps nothing that a milder one gives up", () => {
    fc.assert(
      fc.property(anyMoments, anyRule, (moments, rule) => {
        const milder = {
          hourly: rule.hourly + 1,
          daily: rule.daily + 1,
          weekly: rule.weekly + 1,
          monthly: rule.monthly + 1,
        };
        const all = kept(moments, milder);
        for (const at of kept(moments, rule)) expect(all).toContain(at);
      }),
    );
  });
});

test("a rule that keeps nothing keeps the newest", () => {
  const none = { hourly: 0, daily: 0, weekly: 0, monthly: 0 };
  expect(kept([ago(9 * DAY_MS), ago(3 * DAY_MS)], none)).toEqual([ago(3 * DAY_MS).getTime()]);
});

test("what is younger than two hours stays, so that one made by hand outlives the one after it", () => {
  const byHand = ago(20 * 60_000);
  expect(kept([byHand, ago(60_000), ago(0)])).toContain(byHand.getTime());
});

test("after two years of hourly backups, thinned after each, every hour of a day, day of two weeks, week and month is there", () => {
  let there: Date[] = [];
  const hours = 2 * 365 * 24;
  for (let hour = hours; hour >= 0; hour--) {
    const now = ago(hour * HOUR_MS);
    there = selectBackupsToKeep([...there, now], RULE, now);
  }
  const ages = there.map((moment) => NOW.getTime() - moment.getTime());
  for (let hour = 0; hour < 24; hour++) expect(ages).toContain(hour * HOUR_MS);
  const days = new Set(there.map((moment) => moment.toISOString().slice(0, 10)));
  for (let day = 0; day < 14; day++)
    expect(days).toContain(
      ago(day * DAY_MS)
        .toISOString()
        .slice(0, 10),
    );
  for (let week = 1; week <= 7; week++) {
    expect(ages.some((age) => age >= (week - 1) * 7 * DAY_MS && age <= (week + 1) * 7 * DAY_MS)).toBe(true);
  }
  const months = new Set(there.map((moment) => moment.toISOString().slice(0, 7)));
  expect(months.size).toBe(12);
});

test("a school that was away for a year still has its old ones", () => {
  const old = [400, 401, 402, 440].map((days) => ago(days * DAY_MS));
  expect(kept([...old, NOW])).toEqual([NOW, ...old].map(Number));
});
