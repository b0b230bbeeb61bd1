import { expect, test } from "vitest";
import { createFakeClock } from "#domain/kernel/clock.ts";
import { startTurn } from "./turn.ts";

/** A machine that is busy until `busyMs` of rest have gone by. */
function turnOn({ busyMs }: { busyMs: number }) {
  const clock = createFakeClock(new Date("2026-03-01T10:00:00Z"));
  const rested = { ms: 0 };
  const spent = { ms: 0 };
  const rest = async (ms: number) => void (rested.ms += ms);
  const hasTime = startTurn(10_000, {
    clock,
    rest,
    spentMs: () => spent.ms,
    meter: { isBusy: () => rested.ms < busyMs },
  });
  return { clock, rested, spent, hasTime };
}

test("work that nobody waits for takes a twentieth of a processor while the machine is busy", async () => {
  const { rested, spent, hasTime } = turnOn({ busyMs: Infinity });
  for (let piece = 0; piece < 50; piece++) {
    await hasTime();
    spent.ms += 20;
  }
  await hasTime();
  expect(rested.ms).toBeGreaterThan(50 * 20 * 18);
  expect(rested.ms).toBeLessThanOrEqual(50 * 20 * 19);
});

test("it goes on at once when the machine is quiet, or has become so", async () => {
  const quiet = turnOn({ busyMs: 0 });
  quiet.spent.ms += 5_000;
  await quiet.hasTime();
  expect(quiet.rested.ms).toBe(0);
  const later = turnOn({ busyMs: 300 });
  later.spent.ms += 100;
  await later.hasTime();
  expect(later.rested.ms).toBe(300);
});

test("one long piece is no reason to rest for minutes", async () => {
  const { rested, spent, hasTime } = turnOn({ busyMs: Infinity });
  spent.ms += 30_000;
  await hasTime();
  expect(rested.ms).toBeLessThanOrEqual(2_000);
});

test("a turn ends in time", async () => {
  const { clock, hasTime } = turnOn({ busyMs: 0 });
  expect(await hasTime()).toBe(true);
  clock.forward(10_001);
  expect(await hasTime()).toBe(false);
});

test("waiting for a mail server is no work, and is not rested for", async () => {
  let restedMs = 0;
  const rest = async (ms: number) => void (restedMs += ms);
  const clock = createFakeClock(new Date("2026-03-01T10:00:00Z"));
  const hasTime = startTurn(10_000, { clock, rest, meter: { isBusy: () => true } });
  await new Promise((next) => setTimeout(next, 300));
  await hasTime();
  // Counted as work, it would be rested for as long as a turn ever rests, which is two seconds.
  expect(restedMs).toBeLessThanOrEqual(1_000);
});
