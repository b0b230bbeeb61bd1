import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { findBackupObstacles } from "./find-backup-obstacles.ts";
import { moveDatabase } from "./move-database.ts";
import { type MoveTests, onServer, openMoveTests } from "./testing.ts";

// A move needs both engines whichever the run is for, so one run of it is enough.
const testMove = test.runIf(engine === "sqlite");
const PATH = process.env.PATH;

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterEach(() => void (process.env.PATH = PATH));
afterAll(() => tests?.close());

/** An empty database and the address of an account that does not own it. */
async function openForAccount(name: string) {
  const owned = await tests.emptyDatabase();
  await onServer(owned, `CREATE ROLE ${name} LOGIN PASSWORD 'school'`);
  const address = Object.assign(new URL(owned), { username: name, password: "school" }).href;
  return { owned, address, database: new URL(owned).pathname.slice(1) };
}

const check = (to: string) =>
  moveDatabase({ from: tests.copySchool(), to, isCheck: true, clock: createSystemClock, say: () => {} });

const tables = (url: string) => onServer(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'");

testMove(
  "a check makes a table at the target, so that a lack of rights is told before the move, with its mend",
  async () => {
    const { owned, address, database } = await openForAccount("school_a");
    // As every database of PostgreSQL 15 and newer.
    await onServer(owned, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    await expect(check(address)).rejects.toThrow(`ALTER DATABASE "${database}" OWNER TO "school_a"`);
    await onServer(owned, `ALTER DATABASE ${database} OWNER TO school_a`);
    expect((await check(address)).rows).toBeGreaterThan(90);
    expect(await tables(owned)).toEqual([]);
  },
);

testMove("a target that takes no writes is told as that", async () => {
  const { owned, address, database } = await openForAccount("school_b");
  await onServer(owned, `ALTER DATABASE ${database} OWNER TO school_b`);
  await onServer(owned, `ALTER DATABASE ${database} SET default_transaction_read_only = on`);
  await expect(check(address)).rejects.toThrow(`ALTER DATABASE "${database}" RESET default_transaction_read_only`);
});

testMove("what would keep the school from its backups there is told, and is no hindrance", async () => {
  const { owned, address } = await openForAccount("school_c");
  const keysOf = async (url: string) => (await findBackupObstacles(url)).map(({ key }) => key);
  const bin = mkdtempSync(path.join(tests.home, "bin-"));
  process.env.PATH = bin;
  expect(await keysOf(address)).toEqual(["move.backup_lacks_tool", "move.backup_lacks_createdb"]);
  const tool = (version: string) =>
    writeFileSync(path.join(bin, "pg_dump"), `#!/bin/sh\necho "pg_dump (PostgreSQL) ${version}"\n`, { mode: 0o755 });
  tool("9.6.24");
  expect(await keysOf(address)).toEqual(["move.backup_tool_is_old", "move.backup_lacks_createdb"]);
  tool("99.1 (Debian 99.1-1)");
  await onServer(owned, "ALTER ROLE school_c CREATEDB");
  expect(await keysOf(address)).toEqual([]);
});
