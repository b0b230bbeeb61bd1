import { expect, test } from "vitest";
import { isRestShort } from "./is-rest-short.ts";

test.each([
  ["nothing has been followed yet", [], false],
  ["a round that nobody would notice", [140], true],
  ["rounds that get shorter", [9_000, 3_000, 1_000], false],
  ["rounds on a slow machine, which get no shorter", [900, 400, 390], true],
  ["a single slow round", [400], false],
  ["rounds that get no shorter, and longer than is promised", [2_600, 2_500, 2_550], false],
])("%s", (_, took, isShort) => expect(isRestShort(took)).toBe(isShort));
