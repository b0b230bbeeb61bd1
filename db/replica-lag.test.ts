import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LAG_MS_MAX } from "./read-scope.ts";
import { createLagMeter } from "./replica-lag.ts";
import { BEGINNING } from "./wal-position.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

test("a replica is behind since the primary passed where it is, and not at all while nothing is written", () => {
  const lag = createLagMeter();
  lag.primaryIsAt(100n);
  lag.replicaIsAt(100n);
  vi.advanceTimersByTime(60_000);
  lag.primaryIsAt(100n);
  expect(lag.ms()).toBe(0);
  lag.primaryIsAt(200n);
  vi.advanceTimersByTime(700);
  lag.primaryIsAt(300n);
  vi.advanceTimersByTime(300);
  expect(lag.ms()).toBe(1_000);
  lag.replicaIsAt(250n);
  expect(lag.ms()).toBe(300);
  lag.replicaIsAt(300n);
  expect(lag.ms()).toBe(0);
});

test("what the primary had passed long ago, everybody must have passed, whichever replica answers", () => {
  const lag = createLagMeter();
  lag.primaryIsAt(100n);
  vi.advanceTimersByTime(LAG_MS_MAX - 1_000);
  lag.primaryIsAt(200n);
  expect(lag.oldestShown()).toBe(BEGINNING);
  vi.advanceTimersByTime(1_000);
  expect(lag.oldestShown()).toBe(100n);
  // The primary is away: what it had stays what must be shown.
  vi.advanceTimersByTime(LAG_MS_MAX);
  expect(lag.oldestShown()).toBe(200n);
  vi.advanceTimersByTime(LAG_MS_MAX);
  expect(lag.oldestShown()).toBe(200n);
});
