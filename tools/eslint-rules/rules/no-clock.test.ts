import { ruleTester } from "../rule-tester.ts";
import { noClock } from "./no-clock.ts";

const errors = [{ messageId: "clock" }];

ruleTester.run("no-clock", noClock, {
  valid: [
    "const paidAt = ctx.now;",
    "const start = new Date(cohort.startsAt);",
    "const instant = Date.parse(text);",
    "import { performance } from './sport.ts'; performance.now();",
    "clock.now();",
    "const instant = new Date(Date.UTC(2026, 0, 8));",
    "const isDate = value instanceof Date;",
    "const paidAt: Date | null = null; type Times = Map<string, Date>;",
    "Date.prototype.toISOString.call(paidAt);",
    "const row = { Date: 1 }; row.Date;",
    { code: "const took = performance.now() - begun;", options: [{ stopwatch: true }] },
    { code: "import { performance } from 'node:perf_hooks';", options: [{ stopwatch: true }] },
  ],
  invalid: [
    { code: "Date.now();", errors },
    { code: "const now = new Date();", errors },
    { code: "const now = Date();", errors },
    { code: "const now = Date(0);", errors },
    { code: "performance.now();", errors },
    { code: "globalThis.Date.now();", errors },
    { code: "schedule(Date.now);", errors },
    { code: "process.hrtime.bigint();", errors },
    { code: "new globalThis.Date();", errors },
    { code: "Temporal.Now.instant();", errors },
    { code: "const { now } = Date; now();", errors },
    { code: "const D = Date; new D();", errors },
    { code: "Reflect.construct(Date, []);", errors },
    { code: "const row = { Date };", errors },
    { code: "Date[name]();", errors },
    { code: "import { performance as watch } from 'node:perf_hooks';", errors },
    { code: "Date.now();", options: [{ stopwatch: true }], errors },
    { code: "new Date();", options: [{ stopwatch: true }], errors },
    { code: "performance.timeOrigin;", options: [{ stopwatch: true }], errors },
  ],
});
