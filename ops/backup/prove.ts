import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { type Message, message } from "#messages/message.ts";
import type { BackupSelector } from "./find-backup.ts";
import { type RestoredCopy, withRestoredCopy } from "./drill.ts";
import { openFolderStore } from "./folder-store.ts";
import type { BackupSource } from "./make-backup.ts";
import { FORMER_NAMES, type SettingName, settingsSchema } from "#config/settings.ts";
import { readRecord, writeRecord } from "./records.ts";
import { BackupError } from "./backup-error.ts";

const START_MS_MAX = 120_000;
const ASK_MS = 250;
const PRINTED_MAX = 2000;
/** Which school it is. Every other setting makes a school act on the world, and a copy of it must not. */
const KEPT: ReadonlySet<string> = new Set<SettingName>(["MATRICULA_OWNER_EMAIL", "MATRICULA_SECRET"]);

/** The settings of a copy: a blank one counts as not set, and keeps what `.env` says from coming in. */
function settingsOf(port: number, { dataDir, databaseUrl }: RestoredCopy): Partial<Record<SettingName, string>> {
  const names = [...Object.keys(settingsSchema.shape), ...Object.keys(FORMER_NAMES)];
  const blank = names.filter((name) => !KEPT.has(name));
  return {
    ...Object.fromEntries(blank.map((name) => [name, ""])),
    PORT: String(port),
    HOST: "127.0.0.1",
    MATRICULA_URL: `http://localhost:${port}`,
    MATRICULA_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    MATRICULA_JOBS: "off",
    MATRICULA_BACKUP: "off",
    MATRICULA_LOG_LEVEL: "warn",
  };
}

/**
 * Starts the school on a restored copy, reads its catalogue, and stops it again: the last proof that a backup is a school. The copy
 * runs no jobs, sends no mail, reaches no payment provider, and listens on this machine alone. Returns what was seen.
 */
export async function proveBackup(
  school: BackupSource,
  name: string | undefined,
  now = createSystemClock,
): Promise<Message> {
  const which: BackupSelector = name === undefined ? { latest: true } : { named: name };
  const { label, moment, seen } = await withRestoredCopy(school, which, async (restored) => ({
    label: restored.label,
    moment: restored.moment,
    seen: await startAndRead(restored),
  }));
  await recordProof(school, moment, now());
  return message("backup.proved", { label, seen });
}

async function recordProof(school: BackupSource, moment: string, now: Date): Promise<void> {
  const folder = openFolderStore(school.backup.dir);
  const record = await readRecord(folder, moment.replaceAll(":", "-"));
  if (record) await writeRecord(folder, { ...record, provedAt: now.toISOString() });
}

async function startAndRead(restored: RestoredCopy): Promise<string> {
  const port = await freePort();
  const server = spawn(process.execPath, ["ops/cli/start.ts"], {
    env: { ...process.env, NODE_ENV: "production", ...settingsOf(port, restored) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (chunk: Buffer) => (printed = (printed + chunk.toString("utf8")).slice(-PRINTED_MAX)));
  }
  try {
    return await readPage(server, `http://127.0.0.1:${port}/courses`, () => printed);
  } finally {
    await stop(server);
  }
}

/** Waits until the school answers, and returns the title of its first page. */
async function readPage(server: ChildProcess, url: string, printed: () => string): Promise<string> {
  const deadline = performance.now() + START_MS_MAX;
  for (;;) {
    if (server.exitCode !== null) throw new BackupError(message("backup.copy_does_not_start", { printed: printed() }));
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
    if (answer) {
      const page = await answer.text();
      const title = /<title>([^<]*)<\/title>/.exec(page)?.[1];
      if (answer.status === 200 && title) return title;
      throw new BackupError(message("backup.copy_answered", { status: String(answer.status), printed: printed() }));
    }
    if (performance.now() > deadline)
      throw new BackupError(message("backup.copy_did_not_answer", { printed: printed() }));
    await sleep(ASK_MS);
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGTERM");
  const timer = setTimeout(() => server.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
