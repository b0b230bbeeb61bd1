import { expect, test } from "vitest";
import { getMachineResources, recommendProcessCount } from "./processes.ts";

const GIGABYTE = 1_073_741_824;

test.each([
  ["one core", 1, 8, 1],
  ["two cores and room", 2, 4, 2],
  ["a small server's memory", 2, 1, 1],
  ["less than one process should have", 4, 0.4, 1],
  ["memory for fewer than there are cores", 8, 2, 3],
  ["more cores than writers have use for", 64, 256, 4],
])("%s", (_, cores, gigabytes, processes) => {
  expect(recommendProcessCount({ cores, memoryBytes: gigabytes * GIGABYTE })).toBe(processes);
});

test("this machine has at least one core and some memory, and no more than it has", () => {
  const { cores, memoryBytes } = getMachineResources();
  expect(cores).toBeGreaterThanOrEqual(1);
  expect(memoryBytes).toBeGreaterThan(0);
  expect(memoryBytes).toBeLessThan(2 ** 50);
});
