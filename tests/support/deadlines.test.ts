import { expect, test } from "vitest";
import { isLong } from "./long-run.ts";
import { growsBy, scaleDeadline, eventually } from "./deadlines.ts";

test("a promise is given ten times as long among other tests, and is held as it was made in a long run", () => {
  expect(scaleDeadline(5_000)).toBe(isLong ? 5_000 : 50_000);
});

test("what grows is waited for from where it stands", async () => {
  let count = 5;
  const timer = setInterval(() => (count += 1), 1);
  expect(await growsBy(() => count, 3)).toBe(true);
  clearInterval(timer);
  expect(count).toBeGreaterThanOrEqual(8);
});

test("what never is so is not waited for longer than was said, and is looked at once in any case", async () => {
  expect(await eventually(() => false, 60)).toBe(false);
  expect(await eventually(() => true, 0)).toBe(true);
});
