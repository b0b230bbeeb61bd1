import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FileStore } from "#domain/files/store.ts";
import { openFileStore } from "./files.ts";

let home: string;
let store: FileStore;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-files-"));
  store = openFileStore(path.join(home, "files"));
});
afterEach(() => rmSync(home, { recursive: true }));

const bytes = new TextEncoder().encode("the bytes of a file");
const sha256 = createHash("sha256").update(bytes).digest("hex");
const read = async (range?: { start: number; end: number }) => {
  const stream = await store.read(sha256, range);
  return stream && (await new Response(stream).text());
};

test("bytes are found again under what they are, whole or in part", async () => {
  expect(await store.put(bytes)).toBe(sha256);
  expect(await read()).toBe("the bytes of a file");
  expect(await read({ start: 4, end: 8 })).toBe("bytes");
});

test("only the school's own account may look at them", async () => {
  await store.put(bytes);
  const folder = path.join(home, "files", sha256.slice(0, 2));
  expect(statSync(path.join(home, "files")).mode & 0o777).toBe(0o700);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(folder, sha256.slice(2))).mode & 0o777).toBe(0o600);
});

test("the same bytes are kept once, also when they come many times at once, and no draft stays behind", async () => {
  await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)));
  expect(readdirSync(path.join(home, "files", sha256.slice(0, 2)))).toEqual([sha256.slice(2)]);
});

test("a name that is none leads nowhere", async () => {
  expect(await store.read("0".repeat(64))).toBeUndefined();
  expect(await store.read("../../secrets.json")).toBeUndefined();
});
