import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What commands share, and is none. */
const SHARED = [
  "ops/cli/fail.ts",
  "ops/cli/usage-error.ts",
  "ops/cli/import-arguments.ts",
  "ops/cli/import-bank.ts",
  "ops/cli/import-students.ts",
];
const commands = globSync("ops/cli/*.ts").filter((file) => !file.endsWith(".test.ts") && !SHARED.includes(file));

test.each(commands)("%s reads .env before any module that asks which engine it is for", (file) => {
  const [first] = /^import .*$/m.exec(readFileSync(file, "utf8")) ?? [];
  expect(first).toBe('import "#config/with-env-file.ts";');
});
