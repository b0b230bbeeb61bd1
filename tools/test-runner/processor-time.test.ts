import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { readProcessorSeconds } from "./processor-time.ts";

test("a process's own time and that of what it started are added up, whatever the program is called", () => {
  const stat = "7 (a) S 3 (b) R 1 7 7 0 -1 4194304 1 2 3 4 125 50 1000 25 20 0 1 0 99 1 1";
  expect(readProcessorSeconds(stat)).toBe(12);
});

test("where the system tells nothing, nothing is said", () => {
  expect(readProcessorSeconds(null)).toBeNull();
});

test.runIf(existsSync("/proc/self/stat"))("what a program that has ended has used is counted", () => {
  const before = readProcessorSeconds() ?? 0;
  const busy = "const until = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < until);";
  execFileSync(process.execPath, ["-e", busy]);
  expect((readProcessorSeconds() ?? 0) - before).toBeGreaterThan(0.15);
});
