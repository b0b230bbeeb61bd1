import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import "../next.config.ts";

type Manifest = { encryptionKey: string; node: Record<string, { filename: string; exportedName: string }> };

test("the pages were built with the key that every build has, so a form that is open outlives an update", () => {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as Manifest;
  expect(manifest.encryptionKey).toBe(process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
  // What is inside a component would be encrypted with it; every action has a file and a name of its own.
  const inside = Object.values(manifest.node).filter(
    ({ filename, exportedName }) => !/\/actions\.tsx?$/.test(filename) || exportedName.startsWith("$$"),
  );
  expect(inside.map(({ filename, exportedName }) => `${filename} ${exportedName}`)).toEqual([]);
});
