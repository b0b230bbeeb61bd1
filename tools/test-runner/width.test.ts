import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environmentOf } from "./width.ts";

test("a run of all leaves nothing out, whatever the shell has set", () => {
  expect({ MATRICULA_TEST_QUICK: "yes", MATRICULA_TEST_LONG: "yes", ...environmentOf("all") }).toEqual({
    MATRICULA_TEST_QUICK: "",
    MATRICULA_TEST_LONG: "",
  });
  expect({ MATRICULA_TEST_QUICK: "yes", ...environmentOf("long") }.MATRICULA_TEST_QUICK).toBe("");
  expect(environmentOf("quick").MATRICULA_TEST_QUICK).toBe("yes");
});

test("CI runs all", () => {
  expect(readFileSync(".ci/run", "utf8")).toMatch(/^npm run test:all$/m);
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  expect(scripts["test:all"]).toBe("node tools/test.ts --all");
});
