import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ARRIVING, MOVED, tableOfMarker } from "../move/markers.ts";
import { followMove } from "./follow-move.ts";

let folder: string;
let file: string;
let stop = () => {};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "follow-"));
  file = path.join(folder, ".env");
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

const place = (name: string) => `file:${path.join(folder, name)}`;

function write(name: string) {
  writeFileSync(`${file}.new`, `DATABASE_URL=${place(name)}\n`);
  renameSync(`${file}.new`, file);
}

function mark(name: string, marker: string) {
  const sqlite = new BetterSqlite(path.join(folder, name));
  sqlite.exec(`${tableOfMarker(marker)}; INSERT INTO ${marker} VALUES ('1', 'elsewhere', 'now')`);
  sqlite.close();
}

/** Follows the file of a school that was started with it, and answers the places that it went over to. */
function follow(env: NodeJS.ProcessEnv): string[] {
  const places: string[] = [];
  stop = followMove(file, env, async ({ DATABASE_URL }) => void places.push(DATABASE_URL));
  return places;
}

const aWhile = () => new Promise((wake) => setTimeout(wake, 800));

test("a school goes over once, when its database is sealed and the file names one that is ready", async () => {
  write("old.db");
  const places = follow({ NODE_ENV: "test", DATABASE_URL: place("old.db") });
  mark("old.db", MOVED);
  await aWhile();
  expect(places).toEqual([]);
  write("new.db");
  await vi.waitFor(() => expect(places).toEqual([place("new.db")]), { timeout: 10_000 });
  await aWhile();
  expect(places).toHaveLength(1);
});

test("the folder of files goes with it, unless the environment names one", async () => {
  for (const [set, written] of [
    [undefined, "/mnt/shared"],
    ["/mnt/of-the-environment", "/mnt/of-the-environment"],
  ]) {
    write("old.db");
    const folders: (string | undefined)[] = [];
    const env = { NODE_ENV: "test", DATABASE_URL: place("old.db"), MATRICULA_FILES_DIR: set } as const;
    stop = followMove(file, env, async ({ MATRICULA_FILES_DIR }) => void folders.push(MATRICULA_FILES_DIR));
    rmSync(path.join(folder, "old.db"), { force: true });
    mark("old.db", MOVED);
    writeFileSync(`${file}.new`, `DATABASE_URL=${place("new.db")}\nMATRICULA_FILES_DIR=/mnt/shared\n`);
    renameSync(`${file}.new`, file);
    await vi.waitFor(() => expect(folders).toEqual([written]), { timeout: 10_000 });
    stop();
  }
});

test("a setting that somebody changes by hand, and a move that has not ended, are not followed", async () => {
  write("old.db");
  const places = follow({ NODE_ENV: "test", DATABASE_URL: place("old.db") });
  write("another.db");
  await aWhile();
  mark("old.db", MOVED);
  mark("new.db", ARRIVING);
  write("new.db");
  await aWhile();
  expect(places).toEqual([]);
});

test("where the environment decides, the file is not followed", async () => {
  write("old.db");
  const places = follow({ NODE_ENV: "test", DATABASE_URL: place("elsewhere.db") });
  mark("elsewhere.db", MOVED);
  write("new.db");
  await aWhile();
  expect(places).toEqual([]);
});
