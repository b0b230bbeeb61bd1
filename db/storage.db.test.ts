import { execFileSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite from "better-sqlite3";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { lineTo } from "#tests/support/line.ts";
import { breakers } from "./breaker.ts";
import { engine } from "./engine.ts";
import { isCannotSave, isOverloaded } from "./errors.ts";
import { openDatabase } from "./open.ts";
import { counters, tickets } from "./schema/index.ts";
import { administer, holdTheLock, openTestDatabase, type TestDatabase } from "./testing.ts";
import type { Database } from "./types.ts";

const RECOVERED_MS_MAX = scaleDeadline(30_000);
const NOTICED_MS_MAX = scaleDeadline(5_000);

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.drop());

const add = (to: Database, name: string) =>
  to.write(async (tx) => {
    await tx.insert(counters).values({ name, value: 1 });
  });
const has = async (from: Database, name: string) =>
  (await from.read.select().from(counters).where(eq(counters.name, name))).length === 1;
const refusalOf = (write: Promise<unknown>) =>
  write.then(
    () => undefined,
    (error: unknown) => error,
  );
const breaker = () => breakers().find(({ name }) => name === "database-writes")?.state;

/** Waits until it is so, and says after how long. */
async function until(isSo: () => boolean | Promise<boolean>, msMax: number): Promise<number> {
  const begun = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begun > msMax) throw new Error(`it was not so in ${msMax} ms`);
    await wait(50);
  }
  return performance.now() - begun;
}

/** Makes the database read-only for one that is opened after it, and gives back the way to make it writable again. */
async function readOnly(url: string): Promise<{ url: string; writable(): Promise<void>; remove(): void }> {
  if (engine === "postgres") {
    const name = new URL(url).pathname.slice(1);
    const set = (to: string) =>
      administer(
        process.env.DATABASE_URL as string,
        `ALTER DATABASE ${name} SET default_transaction_read_only = ${to}`,
      );
    await set("on");
    return { url, writable: () => set("off"), remove: () => {} };
  }
  const view = mkdtempSync(join(tmpdir(), "matricula-view-"));
  execFileSync("mount", ["--bind", join(url, ".."), view]);
  const mount = (how: string) => execFileSync("mount", ["-o", `remount,bind,${how}`, view]);
  mount("ro");
  return {
    url: join(view, "matricula.db"),
    writable: async () => void mount("rw"),
    remove() {
      execFileSync("umount", ["-l", view]);
      rmSync(view, { recursive: true });
    },
  };
}

const mayMount = engine === "postgres" || process.getuid?.() === 0;

describe("a database that cannot be written", () => {
  test.skipIf(!mayMount)("is read on, refuses at once, and is written again by itself once it may be", async () => {
    await add(database, "before");
    const view = await readOnly(database.url);
    const other = openDatabase(view.url);
    try {
      await until(
        async () => isCannotSave(await refusalOf(add(other, "refused"))) && breaker() === "open",
        scaleDeadline(5_000),
      );
      expect(other.storage()).toMatchObject({ state: "read_only", trouble: "read_only" });
      const begun = performance.now();
      for (let n = 0; n < 100; n++) expect(isCannotSave(await refusalOf(add(other, "refused")))).toBe(true);
      expect(performance.now() - begun).toBeLessThan(scaleDeadline(100));
      expect(await has(other, "before")).toBe(true);
      // It stays so for as long as the cause does, however often it is tried.
      await wait(4_500);
      expect([other.storage().state, breaker()]).toEqual(["read_only", "open"]);

      await view.writable();
      await until(() => other.storage().state === "ok", RECOVERED_MS_MAX);
      await add(other, "after");
      expect([breaker(), await has(other, "refused"), await has(database, "after")]).toEqual(["closed", false, true]);
      expect(await has(other, "before")).toBe(true);
    } finally {
      await other.close();
      view.remove();
    }
  });

  test("is never one that somebody keeps locked", async () => {
    const release = await holdTheLock(database.url);
    try {
      const refused = await Promise.all([1, 2, 3].map((n) => refusalOf(add(database, `late-${n}`))));
      expect(refused.map(isOverloaded)).toEqual([true, true, true]);
      expect([database.storage().state, breaker()]).toEqual(["ok", "closed"]);
    } finally {
      await release();
    }
    await add(database, "in-time");
  });
});

describe.runIf(engine === "postgres")("a server", () => {
  const ways = ["ends every connection and takes no new one", "says nothing any more"] as const;

  test.each(ways)(
    "that %s makes the school read-only, and is found again",
    async (way) => {
      const line = await lineTo(database.url);
      const other = openDatabase(line.url);
      try {
        await add(other, "before");
        if (way === "says nothing any more") line.hush();
        else await line.cut();
        const failed = refusalOf(add(other, "gone"));
        await until(() => other.storage().state === "read_only", scaleDeadline(20_000));
        expect([isCannotSave(await failed), other.storage().trouble, breaker()]).toEqual([true, "away", "open"]);
        await line.mend();
        await until(() => other.storage().state === "ok", RECOVERED_MS_MAX);
        await add(other, "after");
        expect(breaker()).toBe("closed");
      } finally {
        await line.cut();
        await other.close();
      }
    },
    scaleDeadline(60_000),
  );
});

describe.runIf(engine === "sqlite")("files that are moved under a running process", () => {
  const parts = ["", "-wal", "-shm"];

  test.each(parts)(
    "are noticed in five seconds (matricula.db%s), and nothing is acknowledged until they are back",
    async (part) => {
      await add(database, "before");
      const path = `${database.url}${part}`;
      renameSync(path, `${path}.aside`);
      await until(() => database.storage().state === "read_only", NOTICED_MS_MAX);
      expect(database.storage()).toMatchObject({ trouble: "moved", detail: path });
      expect(isCannotSave(await refusalOf(add(database, "refused")))).toBe(true);
      expect(await has(database, "before")).toBe(true);
      renameSync(`${path}.aside`, path);
      await until(() => database.storage().state === "ok", RECOVERED_MS_MAX);
      await add(database, "after");
    },
  );

  test("are noticed too when another file has their name, and that one is left alone", async () => {
    renameSync(database.url, `${database.url}.aside`);
    writeFileSync(database.url, "somebody else's", { mode: 0o600 });
    await until(() => database.storage().state === "read_only", NOTICED_MS_MAX);
    expect(isCannotSave(await refusalOf(add(database, "refused")))).toBe(true);
    expect(statSync(database.url).size).toBe("somebody else's".length);
    rmSync(database.url);
    renameSync(`${database.url}.aside`, database.url);
    await until(() => database.storage().state === "ok", RECOVERED_MS_MAX);
  });

  test("hold everything that was acknowledged, though the log was deleted and the process then dies", async () => {
    for (let n = 0; n < 20; n++) await add(database, `kept-${n}`);
    rmSync(`${database.url}-wal`);
    await until(() => database.storage().state === "read_only", NOTICED_MS_MAX);
    // What a new process would find after the power had gone: the file, and no log. It is copied there a moment after it was missed.
    await until(() => inFileAlone(database.url, "kept-19"), NOTICED_MS_MAX);
    for (let n = 0; n < 20; n++) expect(inFileAlone(database.url, `kept-${n}`)).toBe(true);
  });
});

describe.runIf(engine === "sqlite")("the log of changes", () => {
  test("is copied into the database every half a minute, without anybody's write doing it", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const other = openDatabase(database.url);
    try {
      await add(other, "copied");
      expect(inFileAlone(database.url, "copied")).toBe(false);
      vi.advanceTimersByTime(30_000);
      await until(() => inFileAlone(database.url, "copied"), scaleDeadline(2_000));
    } finally {
      await other.close();
      vi.useRealTimers();
    }
  });
});

/** Whether a row is in the database's file, whatever its log says. Copied by another process: a handle of ours would drop locks. */
function inFileAlone(file: string, name: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "matricula-alone-"));
  const copy = join(folder, "matricula.db");
  execFileSync("cp", [file, copy]);
  const alone = new BetterSqlite(copy);
  const found = alone.prepare("SELECT count(*) FROM counters WHERE name = ?").pluck().get(name) === 1;
  alone.close();
  rmSync(folder, { recursive: true });
  return found;
}

describe.runIf(engine === "sqlite")("a database that is damaged", () => {
  test("has failed: it is read as far as it goes, and nothing makes it writable again but a new process", async () => {
    await add(database, "before");
    new BetterSqlite(database.url).pragma("wal_checkpoint(TRUNCATE)");
    const damaged = openDatabase(database.url);
    try {
      // The first page of one table: the others can still be read.
      const page = new BetterSqlite(database.url).prepare("SELECT rootpage FROM sqlite_master WHERE name = 'tickets'");
      damage(database.url, page.pluck().get() as number);
      await expect(readTickets(damaged)).rejects.toThrow();
      expect(damaged.storage()).toMatchObject({ state: "failed", trouble: "corrupt" });
      expect([isCannotSave(await refusalOf(add(damaged, "refused"))), breaker()]).toEqual([true, "held"]);
      expect(await has(damaged, "before")).toBe(true);
      await wait(4_500);
      expect([damaged.storage().state, breaker()]).toEqual(["failed", "held"]);
    } finally {
      await damaged.close();
    }
  });
});

async function readTickets(from: Database) {
  return from.read.select().from(tickets);
}

/** Writes nonsense over one page, as a failing disk would. From another process: a handle of ours would drop SQLite's locks. */
function damage(file: string, page: number) {
  const script = `const fs=require("fs");const h=fs.openSync(process.argv[1],"r+");fs.writeSync(h,Buffer.alloc(4096,0xab),0,4096,4096*(Number(process.argv[2])-1));fs.closeSync(h)`;
  execFileSync(process.execPath, ["-e", script, file, String(page)]);
}
