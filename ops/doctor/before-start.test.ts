import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { checkBeforeStart } from "./before-start.ts";

test("of another program's database a start says whose it is, and nothing of how to change it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-foreign-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const theirs = new BetterSqlite(path.join(folder, "matricula.db"));
  theirs.exec("CREATE TABLE songs (title TEXT)");
  theirs.close();
  const said: string[] = [];
  const settings = readConfig({ MATRICULA_DATA_DIR: folder });
  await expect(checkBeforeStart(settings, (line) => said.push(line))).rejects.toThrow(
    "the database of another program",
  );
  expect(said).toEqual([]);
});
