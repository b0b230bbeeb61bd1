import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { ONE_ENGINE } from "./one-engine.ts";

test("each test that runs on one engine in a short run is there", () => {
  expect(ONE_ENGINE.filter((file) => !existsSync(file))).toEqual([]);
  expect(new Set(ONE_ENGINE).size).toBe(ONE_ENGINE.length);
});
