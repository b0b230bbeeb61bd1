import { platform } from "node:os";
import { describe, expect, test } from "vitest";
import { leaveWhen } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { FAULTS } from "./all.ts";
import { withSimulation } from "./simulation.ts";

/**
 * One of each kind that no other test has in short: the clock, a provider, a database that rots. A server that is killed in the middle
 * stands in tests/concurrency/crash.server.test.ts, files that go away under one in storage.server.test.ts beside it, and how processes
 * are told to end in ops/server/serve.server.test.ts. The others, and all of these at full length: `npm run test:long`, or
 * `npm run faults`.
 */
const QUICK = ["clock", "provider", "bit-rot"];
/** Whoever waits for a run is told of this one. */
const FIRST = "provider";

describe.skipIf(platform() !== "linux")("a school under load bears", () => {
  for (const { name, expected, missing, run } of FAULTS.filter((each) => isLong || QUICK.includes(each.name))) {
    test.skipIf(missing?.() !== undefined)(`${name}: ${expected}`, leaveWhen(isQuick && name !== FIRST), async () => {
      const { ok, happened } = await run({ quick: !isLong, stage: withSimulation });
      expect(ok, happened).toBe(true);
    });
  }
});

test("every quick fault is one, and no two have one name", () => {
  const names = FAULTS.map(({ name }) => name);
  expect(QUICK.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
