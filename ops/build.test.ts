import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./build.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-build-"));
  mkdirSync(path.join(home, "app/courses"), { recursive: true });
  writeFileSync(path.join(home, "app/courses/page.tsx"), "one");
});
afterEach(() => rmSync(home, { recursive: true }));

const hash = () => hashSources([path.join(home, "app"), path.join(home, "not-there.ts")]);

test("the same sources need no second build", () => {
  expect(hash()).toBe(hash());
});

test.each([
  ["a changed file", "app/courses/page.tsx", "two"],
  ["a new file", "app/courses/actions.ts", "one"],
])("%s needs a new build", (_, file, text) => {
  const before = hash();
  writeFileSync(path.join(home, file), text);
  expect(hash()).not.toBe(before);
});

test("a changed test needs no new build", () => {
  const before = hash();
  writeFileSync(path.join(home, "app/courses/page.test.tsx"), "expect(1)");
  expect(hash()).toBe(before);
});
