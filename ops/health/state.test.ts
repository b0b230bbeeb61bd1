import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sourceText } from "#messages/message.ts";
import { addReasonSource, clearReason, getHealthState, type ReasonInput, setReason } from "./state.ts";

const CODES = ["slow", "full", "torn", "large"];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-01-08T10:00:00Z") });
});
afterEach(() => {
  for (const code of CODES) clearReason(code);
  addReasonSource("test", () => []);
  vi.useRealTimers();
});

const reason = (code: string, more: Partial<ReasonInput> = {}): ReasonInput => ({
  code,
  words: "It is so.",
  mend: "Do it.",
  ...more,
});

test("a process of which nothing is known to be the matter is ok", () => {
  expect(getHealthState()).toEqual({ state: "ok", reasons: [] });
});

test("the worst reason decides, and stands first; a critical one stands before its like", () => {
  setReason(reason("slow"));
  setReason(reason("large", { isCritical: true }));
  expect(getHealthState()).toMatchObject({ state: "degraded", reasons: [{ code: "large" }, { code: "slow" }] });
  setReason(reason("torn", { state: "failed" }));
  setReason(reason("full", { state: "read_only" }));
  const { state, reasons } = getHealthState();
  expect([state, ...reasons.map(({ code }) => code)]).toEqual(["failed", "torn", "full", "large", "slow"]);
  clearReason("torn");
  expect(getHealthState().state).toBe("read_only");
});

test("since when something is so is told, however often it is noted, and again from the start once it was mended", () => {
  setReason(reason("slow"));
  vi.advanceTimersByTime(60_000);
  setReason(reason("slow", { words: "It is slower." }));
  const [noted] = getHealthState().reasons;
  expect([noted && sourceText(noted.words), noted?.since.toISOString()]).toEqual([
    "It is slower.",
    "2026-01-08T10:00:00.000Z",
  ]);
  clearReason("slow");
  setReason(reason("slow"));
  expect(getHealthState().reasons[0]?.since.toISOString()).toBe("2026-01-08T10:01:00.000Z");
});

test("what knows by itself how it is is asked each time", () => {
  let said: ReasonInput[] = [reason("full", { state: "read_only" })];
  addReasonSource("test", () => said);
  expect(getHealthState().state).toBe("read_only");
  vi.advanceTimersByTime(5_000);
  expect(getHealthState().reasons[0]?.since.toISOString()).toBe("2026-01-08T10:00:00.000Z");
  said = [];
  expect(getHealthState().state).toBe("ok");
});
