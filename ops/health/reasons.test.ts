import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BreakerState } from "#db/breaker.ts";
import type { StorageState } from "#db/storage-guard.ts";
import { sourceText } from "#messages/message.ts";
import { getConnectionReason } from "./connections.ts";
import { getReplicaReasons } from "./replica-reasons.ts";
import { REPLICA_STATES, type ReplicaState, type ReplicaView } from "#db/replica.ts";
import { getBreakerReasons } from "./breaker-reasons.ts";
import { getLogBytes, getLogReasons } from "./log-size.ts";
import { isMoving, withMoveLock } from "#ops/move/move-lock.ts";
import { getStorageReasons } from "./storage-reasons.ts";
import { describeDatabase } from "./watch.ts";

const MB = 1024 * 1024;
const FILE = "/srv/school/matricula.db";

test("every trouble of the storage says what it is, where, and what to do", () => {
  const troubles = ["full", "read_only", "io", "away", "moved"] as const;
  for (const trouble of troubles) {
    const state: StorageState = { state: "read_only", trouble, detail: "/srv/school/matricula.db-wal: it is so" };
    const [reason] = getStorageReasons(state, FILE);
    expect(reason).toMatchObject({ code: `storage_${trouble}`, state: "read_only", isCritical: true });
    expect(reason && sourceText(reason.words)).toContain("/srv/school/matricula.db");
    expect(reason && sourceText(reason.mend).length).toBeGreaterThan(40);
  }
  const [damaged] = getStorageReasons({ state: "failed", trouble: "corrupt", detail: "malformed" }, FILE);
  expect(damaged).toMatchObject({ code: "storage_corrupt", state: "failed" });
  expect(damaged && sourceText(damaged.mend)).toContain("npm run restore");
  expect(getStorageReasons({ state: "ok" }, FILE)).toEqual([]);
});

test("a log of changes over 64 MB is degraded, and over 512 MB critical; its size is asked of the system", () => {
  const folder = mkdtempSync(join(tmpdir(), "matricula-log-"));
  const file = join(folder, "matricula.db");
  expect(getLogBytes(file)).toBe(0);
  writeFileSync(`${file}-wal`, "");
  const said = [64 * MB, 64 * MB + 1, 512 * MB, 512 * MB + 1].map((bytes) => {
    // A file with a hole in it takes no room.
    truncateSync(`${file}-wal`, bytes);
    return getLogReasons(getLogBytes(file), () => false).map(({ code, isCritical }) => [code, isCritical]);
  });
  expect(said).toEqual([[], [["log_large", false]], [["log_large", false]], [["log_huge", true]]]);
  rmSync(folder, { recursive: true });
});

test("a log of changes that a move holds is said to be that, and nobody is told to end what reads it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "matricula-log-"));
  const said = () =>
    getLogReasons(65 * MB, () => isMoving(folder)).map(({ words, mend }) => sourceText(words) + sourceText(mend));
  expect(said()).toEqual([expect.stringContaining("fuser")]);
  await withMoveLock(folder, async () => {
    expect(said()).toEqual([expect.stringMatching(/because a move of the database reads it.*when the move has ended/)]);
    expect(said()).toEqual([expect.not.stringContaining("fuser")]);
  });
  expect(said()).toEqual([expect.stringContaining("fuser")]);
  rmSync(folder, { recursive: true });
});

test("a folder that may not be looked into is no end of the school's health: its log counts as none", () => {
  const folder = mkdtempSync(join(tmpdir(), "matricula-log-"));
  // Rights bind no test that root runs; a link to itself leads nobody anywhere.
  symlinkSync(join(folder, "loop"), join(folder, "loop"));
  expect(getLogBytes(join(folder, "loop", "matricula.db"))).toBe(0);
  rmSync(folder, { recursive: true });
});

test("a provider that is left alone is a reason, and the database's own breaker is told by the storage", () => {
  const views = ["mail", "payments-stripe", "database-writes"].flatMap((name) =>
    (["closed", "open"] as BreakerState[]).map((state) => ({ name, state, openedCount: 1 })),
  );
  expect(getBreakerReasons(views).map(({ code }) => code)).toEqual(["provider_mail", "provider_stripe"]);
});

test("a replica that is not read from is a reason that says why, and one that is in use, or none, is not", () => {
  const view = (state: ReplicaState): ReplicaView => ({
    ...{ state, lagMs: 12_400, readsOnReplica: 1, readsOnPrimary: 1 },
    fallbacks: { not_caught_up: 0, behind: 0, away: 0, promoted: 0, foreign: 0, failed: 0 },
  });
  const said = REPLICA_STATES.flatMap((state) => getReplicaReasons(view(state)));
  expect(said.map(({ code }) => code)).toEqual([
    "replica_behind",
    "replica_away",
    "replica_promoted",
    "replica_foreign",
  ]);
  expect(said[0] && sourceText(said[0].words)).toContain("12 seconds behind");
  expect(getReplicaReasons(undefined)).toEqual([]);
});

test("a server with fewer connections than the school needs is a reason that says how many it needs", () => {
  const reason = getConnectionReason({ limit: 20, needed: 65, readers: 2, isShort: true }, 4);
  expect(reason && sourceText(reason.words)).toContain(
    "20 connections for the school, and its 4 server processes use 65",
  );
  expect(getConnectionReason({ limit: 97, needed: 65, readers: 10, isShort: false }, 4)).toBeUndefined();
});

test("where the database is is said without its password", () => {
  const url = "postgres://matricula:s3cret@db.school.example:5432/school";
  expect(sourceText(describeDatabase({ database: { engine: "postgres", url } }))).toBe(
    "school at db.school.example:5432",
  );
});
