import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addReasons, clearReason, healthState, type Noted, noteReason } from "./state.ts";

const CODES = ["slow", "full", "torn", "large"];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-01-08T10:00:00Z") });
});
afterEach(() => {
  for (const code of CODES) clearReason(code);
  addReasons("test", () => []);
  vi.useRealTimers();
});

const reason = (code: string, more: Partial<Noted> = {}): Noted => ({
  code,
  words: "It is so.",
  mend: "Do it.",
  ...more,
});

test("a process of which nothing is known to be the matter is ok", () => {
  expect(healthState()).toEqual({ state: "ok", reasons: [] });
});

test("the worst reason decides, and stands first; a critical one stands before its like", () => {
  noteReason(reason("slow"));
  noteReason(reason("large", { isCritical: true }));
  expect(healthState()).toMatchObject({ state: "degraded", reasons: [{ code: "large" }, { code: "slow" }] });
  noteReason(reason("torn", { state: "failed" }));
  noteReason(reason("full", { state: "read_only" }));
  const { state, reasons } = healthState();
  expect([state, ...reasons.map(({ code }) => code)]).toEqual(["failed", "torn", "full", "large", "slow"]);
  clearReason("torn");
  expect(healthState().state).toBe("read_only");
});

test("since when something is so is told, however often it is noted, and again from the start once it was mended", () => {
  noteReason(reason("slow"));
  vi.advanceTimersByTime(60_000);
  noteReason(reason("slow", { words: "It is slower." }));
  const [noted] = healthState().reasons;
  expect([noted?.words, noted?.since.toISOString()]).toEqual(["It is slower.", "2026-01-08T10:00:00.000Z"]);
  clearReason("slow");
  noteReason(reason("slow"));
  expect(healthState().reasons[0]?.since.toISOString()).toBe("2026-01-08T10:01:00.000Z");
});

test("what knows by itself how it is is asked each time", () => {
  let said: Noted[] = [reason("full", { state: "read_only" })];
  addReasons("test", () => said);
  expect(healthState().state).toBe("read_only");
  vi.advanceTimersByTime(5_000);
  expect(healthState().reasons[0]?.since.toISOString()).toBe("2026-01-08T10:00:00.000Z");
  said = [];
  expect(healthState().state).toBe("ok");
});
