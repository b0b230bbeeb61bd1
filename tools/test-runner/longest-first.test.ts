import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { LONGEST } from "./longest-first.ts";

test("each file that begins first is there", () => {
  expect(LONGEST.filter((file) => !existsSync(file))).toEqual([]);
});
