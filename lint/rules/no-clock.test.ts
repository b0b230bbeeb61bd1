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
  ],
});
