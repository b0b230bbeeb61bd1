import { afterEach, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { detectPooler } from "#db/detect-pooler.ts";
import { engine } from "#db/engine.ts";
import { openInspector } from "#db/inspect.ts";
import { hasPgBouncer, type Pooler, startPgBouncer } from "#tests/support/pgbouncer.ts";
import { getDatabaseUrl } from "../database-kind.ts";
import { pooler as check } from "../doctor/checks/pooler.ts";
import { moveDatabase } from "../move/move-database.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { withConnection } from "./postgres-copy.ts";
import { LATEST, prepareBackupTests } from "./testing.ts";

const { hasTools, openSchool } = await prepareBackupTests();
const TO_FILE = "/nowhere/back.db";
const started: Pooler[] = [];

/** A school whose DATABASE_URL names PgBouncer, without a direct address and with one. */
async function openPooledSchool() {
  const at = await openSchool();
  const pooler = await startPgBouncer(at.database.url);
  started.push(pooler);
  const env = { ...at.env, DATABASE_URL: pooler.url };
  const direct = { MATRICULA_DIRECT_DATABASE_URL: at.database.url };
  return { at, pooler, pooled: readConfig(env), direct: readConfig({ ...env, ...direct }) };
}

/** What the pooler's two connections would give the running school. */
const searchPaths = async (url: string) => {
  const found = Array.from({ length: 4 }, () =>
    withConnection(
      url,
      async (client) => (await client.query("SELECT current_schema() AS s, pg_sleep(0.05)")).rows[0].s,
    ),
  );
  return new Set(await Promise.all(found));
};

async function runCheck(settings: ReturnType<typeof readConfig>) {
  const database = await openInspector(getDatabaseUrl(settings));
  const found = await check.run({ settings, now: new Date(), database });
  await database?.close();
  return found;
}

describe.skipIf(engine === "sqlite" || !hasPgBouncer || !hasTools)("behind PgBouncer in transaction mode", () => {
  afterEach(async () => {
    for (const each of started.splice(0)) await each.stop();
  });

  test("a backup, a restored copy and a move refuse, with the mend, and leave nothing on a connection", async () => {
    const { at, pooler, pooled, direct } = await openPooledSchool();
    await expect(makeBackup(pooled, "by hand")).rejects.toThrow(/set MATRICULA_DIRECT_DATABASE_URL/);
    expect((await makeBackup(direct, "by hand")).state).toBe("verified");
    await expect(withRestoredCopy(pooled, LATEST, async () => {})).rejects.toThrow(/MATRICULA_DIRECT_DATABASE_URL/);
    const move = { from: pooler.url, to: TO_FILE, clock: () => new Date(), say: () => {} };
    await expect(moveDatabase(move)).rejects.toThrow(/A pooler answers at .* set MATRICULA_DIRECT_DATABASE_URL/);
    expect(await searchPaths(pooler.url)).toEqual(new Set(["public"]));
    expect((await at.copies()).rows).toEqual([]);
  });

  test("a backup is made and tried out past it, and the school goes on", async () => {
    const { at, pooler, direct } = await openPooledSchool();
    expect((await makeBackup(direct, "by hand")).state).toBe("verified");
    expect(await withRestoredCopy(direct, LATEST, async ({ rows }) => rows)).toBeGreaterThan(5);
    expect(await searchPaths(pooler.url)).toEqual(new Set(["public"]));
    expect((await at.copies()).rows).toEqual([]);
  });

  test("the doctor says so, is content with a direct address, and not with that of another database", async () => {
    const { at, pooled, direct } = await openPooledSchool();
    expect(await runCheck(pooled)).toMatchObject([{ state: "warn", mend: { key: "doctor.mend_pooler_in_the_way" } }]);
    expect(await runCheck(direct)).toMatchObject([{ state: "ok" }]);
    const another = readConfig({ ...at.env, MATRICULA_DIRECT_DATABASE_URL: (await openSchool()).database.url });
    expect(await runCheck(another)).toMatchObject([{ state: "wrong", words: { key: "doctor.direct_is_another" } }]);
  });

  test("a pooler is known by sharing: also one that takes its connections in turn, but not one that keeps them", async () => {
    const { at, pooler } = await openPooledSchool();
    started.push(await startPgBouncer(at.database.url, { server_round_robin: 1 }));
    started.push(await startPgBouncer(at.database.url, { pool_mode: "session", default_pool_size: 4 }));
    const [, turning, keeping] = started as [Pooler, Pooler, Pooler];
    const found = [pooler.url, turning.url, keeping.url, at.database.url].map(detectPooler);
    expect(await Promise.all(found)).toEqual([true, true, false, false]);
  });
});
