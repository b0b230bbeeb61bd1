import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { makePrivateFolder } from "./make-folder.ts";

test("a folder and those above it are made once, and nobody else may look into them", () => {
  const home = mkdtempSync(path.join(tmpdir(), "matricula-folder-"));
  const folder = path.join(home, "a", "b");
  expect(makePrivateFolder(folder)).toBe(true);
  expect(makePrivateFolder(folder)).toBe(false);
  for (const made of [folder, path.dirname(folder)]) expect(statSync(made).mode & 0o777).toBe(0o700);
  writeFileSync(path.join(home, "file"), "");
  expect(() => makePrivateFolder(path.join(home, "file"))).toThrow("EEXIST");
  expect(() => makePrivateFolder(path.join(home, "file", "below"))).toThrow(/ENOTDIR|EEXIST/);
  rmSync(home, { recursive: true });
});

test.runIf(existsSync("/proc/self"))("where no folder can be made the answer comes at once", () => {
  expect(() => makePrivateFolder("/proc/nowhere/below")).toThrow("ENOENT");
});
