import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCheckpoint, recordRestore, removeCheckpoint, writeCheckpoint } from "./checkpoint-file.ts";

const FORMER = { seq: 7, hash: "seven", at: "2026-11-01T00:00:00.000Z" };
const now = new Date("2026-11-28T12:00:00Z");

let folder: string;
let file: string;
let formerFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matricula-checkpoint-"));
  file = join(folder, "school.ledger-checkpoint.json");
  formerFile = join(folder, "school.ledger-mark.json");
  writeFileSync(formerFile, JSON.stringify(FORMER));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("an update forgets no checkpoint: its former file counts until there is one under the new name", async () => {
  expect(await readCheckpoint(file)).toMatchObject(FORMER);
  await writeCheckpoint(file, { seq: 8, hash: "eight" }, now);
  expect(existsSync(formerFile)).toBe(false);
  expect(await readCheckpoint(file)).toMatchObject({ seq: 8, hash: "eight" });
});

test("a former file that the version before has written once more counts for nothing beside the new one", async () => {
  await writeCheckpoint(file, { seq: 8, hash: "eight" }, now);
  writeFileSync(formerFile, JSON.stringify(FORMER));
  expect(await readCheckpoint(file)).toMatchObject({ seq: 8 });
});

test("a restore right after an update keeps how far the ledger had come", async () => {
  await recordRestore(file, "2026-11-27T00:00:00.000Z", now);
  expect(await readCheckpoint(file)).toMatchObject({ seq: 7, hash: "seven", restored: "2026-11-27T00:00:00.000Z" });
});

test("a checkpoint that is removed does not come back under its former name", async () => {
  await removeCheckpoint(file);
  expect(await readCheckpoint(file)).toBeUndefined();
});

test("a file that the operator has named has no former name", async () => {
  expect(await readCheckpoint(join(folder, "ledger.json"))).toBeUndefined();
});
