import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import BetterSqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { inAll } from "#tests/support/left-to-all.ts";
import { startCrowd } from "#tests/support/crowd.ts";
import { eventually, scaleDeadline } from "#tests/support/deadlines.ts";
import { createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { createDatabase, startPostgres, type TestServer } from "#tests/support/postgres-server.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { freePort } from "#tests/support/servers.ts";
import { ask } from "#tests/support/started-school.ts";
import { makeBackupFolder, openFolderStore } from "../backup/folder-store.ts";
import { getBackupName, getBackupPath, writeRecord } from "../backup/records.ts";
import { readMarkers } from "../move/markers.ts";
import { installProgram, onServer } from "../move/testing.ts";

const SLUG = "moving";

let school: TestSchool;
let server: TestServer | undefined;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-follow-"));
  school = await openTestSchool();
  school.clock.set(new Date());
  if (engine === "sqlite") server = await startPostgres();
});
afterAll(async () => {
  await school?.drop();
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Runs a command of the program in a folder of its own; what it prints is collected. */
function run(folder: string, command: string[]) {
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, HOME: folder, LC_ALL: "C.UTF-8" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, said: () => said };
}

async function placesAt(url: string): Promise<string[]> {
  const select = "SELECT student_id AS id FROM enrolments";
  if (url.startsWith("postgres")) return (await onServer(url, select)).map(({ id }: { id: string }) => id);
  const sqlite = new BetterSqlite(url, { readonly: true });
  try {
    return sqlite.prepare(select).pluck().all() as string[];
  } finally {
    sqlite.close();
  }
}

/** As if a backup had just been made: making one of PostgreSQL takes its own programs, in the server's version. */
async function pretendBackup(dataDir: string): Promise<void> {
  const [folder, moment] = [path.join(dataDir, "backups"), new Date()];
  const name = getBackupName(moment);
  await makeBackupFolder(folder);
  const store = openFolderStore(folder);
  await store.write(getBackupPath(name), Readable.from([Buffer.from("pretended")]));
  const at = moment.toISOString();
  await writeRecord(store, {
    ...{
      format: 1,
      name,
      moment: at,
      state: "verified",
      checkedAt: at,
      why: "by hand",
      engine: "postgres",
      version: "0",
    },
    ...{
      isEncrypted: false,
      bytes: 9,
      sha256: "",
      places: ["folder"],
      rows: 0,
      files: { count: 0, read: 0, missing: 0 },
    },
    ...{ tookMs: 0, findings: [], provedAt: null },
  });
}

test.skipIf(platform() !== "linux")(
  "the processes of a school that moves go over to its new database under a crowd, and no request is lost",
  { ...inAll, timeout: scaleDeadline(240_000) },
  async () => {
    const { id: cohortId } = await school.cohort({ capacity: 100_000 }, { slug: SLUG, title: "Moving" });
    const students = await createSignedInStudents(school, 2_000);
    const [from, port] = [school.database.url, await freePort()];
    const to = server ? await createDatabase(server.url, "moved") : path.join(home, "back", "matricula.db");
    const { folder, dataDir, settings } = installProgram(home, {
      DATABASE_URL: engine === "postgres" ? from : `file:${from}`,
      MATRICULA_MOVE_TO: server ? to : `file:${to}`,
      MATRICULA_OWNER_EMAIL: "owner@school.example",
      MATRICULA_BANK_ACCOUNT_HOLDER: "The school",
      MATRICULA_BANK_IBAN: "CH9300762011623852957",
      MATRICULA_URL: `http://localhost:${port}`,
      MATRICULA_LOG_LEVEL: "warn",
      WEB_CONCURRENCY: "2",
      PORT: String(port),
    });
    if (engine === "postgres") await pretendBackup(dataDir);
    const started = run(folder, ["ops/cli/start.ts"]);
    let stopCrowd = async () => {};
    try {
      const isOpen = async () => (await ask(port, "/health").catch(() => undefined))?.status === 200;
      expect(await eventually(isOpen, scaleDeadline(60_000)), started.said()).toBe(true);
      const crowd = startCrowd({ ports: [port], cohortId, slug: SLUG, students });
      stopCrowd = async () => void (await crowd.stop());
      const moving = run(folder, ["ops/cli/move-database.ts", "--write-settings"]);
      expect([await moving.ended, moving.said()]).toEqual([0, expect.stringContaining("Wrote DATABASE_URL")]);
      expect(
        await eventually(() => started.said().includes("serve the school where it is now"), scaleDeadline(60_000)),
        started.said(),
      ).toBe(true);
      const before = crowd.seen.inside.length;
      expect(
        await eventually(() => crowd.seen.inside.length >= before + 20, scaleDeadline(60_000)),
        started.said(),
      ).toBe(true);
      const seen = await crowd.stop();
      expect(seen.wrong).toEqual([]);
      const there = new Set(await placesAt(to));
      expect(seen.inside.filter((id) => !there.has(id))).toEqual([]);
      expect((await readMarkers(from)).moved).toBeDefined();
      expect(settings().MATRICULA_MOVE_TO).toBeUndefined();
    } finally {
      await stopCrowd();
      started.child.kill("SIGTERM");
      await started.ended;
    }
  },
);
