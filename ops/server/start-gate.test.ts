import { afterEach, expect, test } from "vitest";
import { closeStartGate, openStartGate, passStartGate } from "./start-gate.ts";

afterEach(openStartGate);

/** What has become of whoever came to the gate, once everything that was under way is done. */
async function arrive(): Promise<{ passed: boolean }> {
  const state = { passed: false };
  void passStartGate().then(() => (state.passed = true));
  await new Promise((next) => setImmediate(next));
  return state;
}

test("a process that nobody told to wait passes the gate at once", async () => {
  expect(await arrive()).toEqual({ passed: true });
});

test("a process that was told to wait passes the gate when it is opened, and not before", async () => {
  closeStartGate();
  const waiting = await arrive();
  expect(waiting).toEqual({ passed: false });
  openStartGate();
  await new Promise((next) => setImmediate(next));
  expect(waiting).toEqual({ passed: true });
});
