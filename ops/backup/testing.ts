import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach } from "vitest";
import { readConfig } from "#config/config.ts";
import { counters, files, users } from "#db/schema/index.ts";
import { openDatabase } from "#db/open.ts";
import { administer, openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { engine } from "#db/engine.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { audit } from "#domain/audit.ts";
import type { StepCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { decodeMessage, sourceText } from "#messages/message.ts";
import type { BackupRecord } from "./records.ts";
import { withConnection, getCopyPrefix } from "./postgres-copy.ts";
import { createId } from "#domain/kernel/ids.ts";
import { asStep } from "#tests/support/as-step.ts";
import { dumpableServer } from "#tests/support/postgres-tools.ts";
import { postJournal } from "#domain/ledger/post-journal.ts";

const RULES = {
  demo: true,
  holdMinutes: 15,
  offerHours: 48,
  passwordLengthMin: 12,
  sessionIdleMs: { staff: 12 * 3_600_000, student: 30 * 24 * 3_600_000 },
  refundConfirmAbove: 500,
  paymentProviders: ["bank" as const],
};

const nameOf = (url: string) => new URL(url).pathname.slice(1);

/** Runs a step in a write of its own, with the real time. */
export function inSchool<T>(database: TestDatabase, step: (ctx: StepCtx) => Promise<T>): Promise<T> {
  const actor = createSystemActor("test");
  return database.write((tx) =>
    asStep(step)(createWriteCtx({ tx, now: new Date(), actor, requestId: createId("request"), rules: RULES })),
  );
}

/** A school with a file, an account, money in its ledger and something in its audit log, in a data folder of its own. */
export async function openBackupSchool(settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), "matricula-backup-"));
  const database = await openTestDatabase();
  const env = {
    MATRICULA_DATA_DIR: dataDir,
    DATABASE_URL: engine === "postgres" ? database.url : `file:${database.url}`,
    ...settings,
  };
  const bytes = randomBytes(50_000);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const filePlace = path.join(dataDir, "files", sha256.slice(0, 2), sha256.slice(2));
  mkdirSync(path.dirname(filePlace), { recursive: true, mode: 0o700 });
  writeFileSync(filePlace, bytes, { mode: 0o600 });
  await inSchool(database, async (ctx) => {
    await ctx.tx
      .insert(users)
      .values({ id: createId("user"), email: "a@example.org", name: "Ana Ñandú 🎓", createdAt: ctx.now });
    const file = { id: createId("file"), sha256, name: "a.pdf", mediaType: "application/pdf", sizeBytes: bytes.length };
    await ctx.tx.insert(files).values({ ...file, createdAt: ctx.now });
    await postJournal(ctx, {
      kind: "payment_settled",
      source: { type: "payment", id: createId("payment") },
      lines: [
        { account: "clearing", detail: "bank", amountMinor: 12_000, currency: "CHF" },
        { account: "customer_funds", detail: "an order", amountMinor: -12_000, currency: "CHF" },
      ],
    });
    await ctx.tx.insert(counters).values([
      { name: "left", value: 0 },
      { name: "right", value: 0 },
    ]);
    await audit(ctx, "settings.edit", { type: "school", id: "1" }, { after: { begun: true, words: "ü€🎓" } });
  });
  await sealNow(database);
  let hasLeft = false;
  return {
    database,
    /** On PostgreSQL: the copies that stand beside the school's database just now. */
    copies: () =>
      withConnection(database.url, (client) =>
        client.query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [getCopyPrefix(database.url)]),
      ),
    /** Closes the database, as a server that was stopped has. */
    async leave() {
      hasLeft = true;
      await database.close();
    },
    env,
    dataDir,
    bytes,
    filePlace,
    school: readConfig(env),
    async drop() {
      if (!hasLeft) await database.drop();
      else if (engine === "sqlite") rmSync(path.dirname(database.url), { recursive: true, force: true });
      else await administer(process.env.DATABASE_URL as string, `DROP DATABASE ${nameOf(database.url)} WITH (FORCE)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a file of tests of backups needs: schools that go after each test, and on PostgreSQL a server that the machine's tools can dump. */
export async function prepareBackupTests() {
  // As the commands do.
  process.umask(0o077);
  const server = engine === "postgres" ? await dumpableServer(process.env.DATABASE_URL as string) : undefined;
  if (server) process.env.DATABASE_URL = server.url;
  const opened: BackupSchool[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.drop();
  });
  afterAll(() => server?.stop());
  return {
    hasTools: engine === "sqlite" || server !== undefined,
    async openSchool(settings: Record<string, string> = { MATRICULA_BACKUP_KEY: KEY }) {
      const school = await openBackupSchool(settings);
      opened.push(school);
      return school;
    },
  };
}

export const KEY = randomBytes(32).toString("base64");
export const LATEST = { latest: true } as const;
export const yes = async () => true;

export type BackupSchool = Awaited<ReturnType<typeof openBackupSchool>>;

/** One write that leaves the two counters' sum at zero, and the audit log one entry longer. */
export async function moveOne(database: TestDatabase): Promise<void> {
  await inSchool(database, async (ctx) => {
    const add = (name: string, by: number) =>
      ctx.tx
        .update(counters)
        .set({ value: sql`${counters.value} + ${sql.raw(String(by))}` })
        .where(sql`${counters.name} = ${name}`);
    await add("left", 1);
    await add("right", -1);
    await audit(ctx, "settings.edit", { type: "school", id: "1" }, { after: { moved: 1 } });
  });
}

/** The folder of its backups. */
export const stored = (school: BackupSchool) => path.join(school.dataDir, "backups", "school");

export const fileOf = (school: BackupSchool, name: string) => path.join(stored(school), `${name}.backup`);

/** The names of the accounts that are in a database now. */
export async function namesIn(url: string): Promise<string[]> {
  const database = openDatabase(url);
  const found = await database.read.select({ name: users.name }).from(users);
  await database.close();
  return found.map(({ name }) => name).sort();
}

/** Changes one bit of a file. */
export function flip(file: string, byte: number): void {
  const data = readFileSync(file);
  data[byte] = (data[byte] as number) ^ 1;
  writeFileSync(file, data);
}

/** Runs `npm run backup` or `npm run restore` as npm does. */
export function command(name: "backup" | "restore" | "job", args: string[], env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [`ops/cli/${name}.ts`, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((done) =>
    child.once("close", (code) => done({ code, said })),
  );
  return { child, ended };
}

/** What was found wrong with a backup, in English. */
export const findingsOf = ({ findings }: Pick<BackupRecord, "findings">) =>
  findings.map((finding) => sourceText(decodeMessage(finding)));
