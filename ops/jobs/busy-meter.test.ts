import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import { beforeEach, expect, test, vi } from "vitest";
import { createBusyMeter } from "./busy-meter.ts";

vi.mock("node:os", async (load) => ({ ...(await load<typeof import("node:os")>()), cpus: vi.fn() }));

/** What Linux has counted of two processors, in milliseconds. */
const counted = { busy: 0, idle: 0 };
let nowMs = 0;

beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  vi.spyOn(performance, "eventLoopUtilization").mockReturnValue({ idle: 0, active: 0, utilization: 0 });
  vi.mocked(cpus).mockImplementation(() => [
    { model: "", speed: 0, times: { user: counted.busy, nice: 0, sys: 0, idle: counted.idle, irq: 0 } },
  ]);
});

function pass(ms: number, share: number): void {
  counted.busy += ms * share;
  counted.idle += ms * (1 - share);
  nowMs += ms;
}

test("a machine whose processors have little left is busy, and is no longer when they have", () => {
  const { isBusy } = createBusyMeter();
  pass(400, 0.9);
  expect(isBusy(0)).toBe(true);
  pass(400, 0.6);
  expect(isBusy(0)).toBe(false);
});

test("it is asked as often as one likes, and believes no moment that is too short to be measured", () => {
  const { isBusy } = createBusyMeter();
  pass(400, 0.9);
  expect(isBusy(0)).toBe(true);
  pass(50, 0);
  expect(isBusy(0)).toBe(true);
  pass(150, 0);
  expect(isBusy(0)).toBe(false);
});

test("a process that does nothing but answer is busy on a machine that is not; one that only does the asker's work is not", () => {
  vi.mocked(performance.eventLoopUtilization).mockReturnValue({ idle: 10, active: 390, utilization: 0.97 });
  const { isBusy } = createBusyMeter();
  pass(400, 0.4);
  expect(isBusy(0)).toBe(true);
  pass(400, 0.4);
  expect(isBusy(380)).toBe(false);
});

test("what was so an hour ago says nothing of now", () => {
  const { isBusy } = createBusyMeter();
  pass(3_600_000, 1);
  expect(isBusy(0)).toBe(false);
});
