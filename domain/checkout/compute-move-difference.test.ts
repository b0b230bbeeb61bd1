import { expect, test } from "vitest";
import { computeMoveDifference } from "./compute-move-difference.ts";

test.each([
  ["the same price", 400, 400, 400, 0],
  ["a dearer one", 400, 400, 450, 50],
  ["a cheaper one", 400, 400, 350, -50],
  ["bought before the price went up, and the other as dear as this one now", 400, 450, 450, 0],
  ["bought before the price went up, and the other dearer still", 400, 450, 500, 50],
  ["bought before the price went up, and the other as cheap as it was", 400, 450, 400, 0],
  ["bought before the price went down for everybody", 400, 300, 300, 0],
  ["bought before the price went down, and the other cheaper still", 400, 300, 250, -50],
  ["from a free one", 0, 0, 400, 400],
])("%s", (_name, costMinor, fromMinor, toMinor, difference) => {
  expect(computeMoveDifference({ costMinor, fromMinor, toMinor })).toBe(difference);
});
