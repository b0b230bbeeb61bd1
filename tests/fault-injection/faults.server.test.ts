import { platform } from "node:os";
import { describe, expect, test } from "vitest";
import { isLong } from "#tests/support/long-run.ts";
import { FAULTS } from "./all.ts";
import { withSimulation } from "./simulation.ts";

/**
 * One of each kind, and of the quick ones: processes that are killed, the clock, a provider, a database that goes away, one that rots.
 * How a single process is killed and how all are told to end stands in ops/server/serve.server.test.ts. The others, and all of these at
 * full length: `npm run test:long`, or `npm run faults`.
 */
const QUICK = ["clock", "kill-9", "provider", "wal-deleted-live", "bit-rot"];

describe.skipIf(platform() !== "linux")("a school under load bears", () => {
  for (const { name, expected, missing, run } of FAULTS.filter((each) => isLong || QUICK.includes(each.name))) {
    test.skipIf(missing?.() !== undefined)(`${name}: ${expected}`, async () => {
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
