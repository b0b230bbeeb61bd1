import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { resolveTypedPath } from "./resolve-typed-path.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "matricula-typed-")));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("from the program's folder, where `npm run` goes, a path is of where the person stands", () => {
  vi.stubEnv("INIT_CWD", folder);
  expect(resolveTypedPath("list.csv")).toBe(path.join(folder, "list.csv"));
  expect(resolveTypedPath("/srv/list.csv")).toBe("/srv/list.csv");
  vi.stubEnv("INIT_CWD", "");
  expect(resolveTypedPath("list.csv")).toBe(path.resolve("list.csv"));
});

test("from any other folder a path is of that one, whatever npm said", () => {
  vi.stubEnv("INIT_CWD", "/");
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  expect(resolveTypedPath("list.csv")).toBe(path.join(folder, "list.csv"));
});
