import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeWhenRead } from "./close-when-read.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a message closes by itself after eight seconds, once", () => {
  const message = { matches: () => false, close: vi.fn() };
  closeWhenRead(message);
  vi.advanceTimersByTime(7_999);
  expect(message.close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(message.close).toHaveBeenCalledTimes(1);
});

test("it stays while the pointer or the focus is on it, and closes when they have left", () => {
  const message = { matches: vi.fn((_selector: string) => true), close: vi.fn() };
  closeWhenRead(message);
  vi.advanceTimersByTime(60_000);
  expect(message.matches).toHaveBeenCalledWith(":hover, :focus-within");
  expect(message.close).not.toHaveBeenCalled();
  message.matches.mockReturnValue(false);
  vi.advanceTimersByTime(2_000);
  expect(message.close).toHaveBeenCalledTimes(1);
});

test("it is stopped with its page", () => {
  const message = { matches: () => false, close: vi.fn() };
  closeWhenRead(message)();
  vi.advanceTimersByTime(60_000);
  expect(message.close).not.toHaveBeenCalled();
});
