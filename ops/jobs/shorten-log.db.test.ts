import BetterSqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { counters } from "#db/schema/index.ts";
import { readConfig } from "#config/config.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { getLogBytes } from "#ops/health/log-size.ts";
import { openRuntime, setRuntime } from "#runtime";
import { inEnglish } from "#tests/support/in-english.ts";
import { isLogTooLong, shortenLogInChild } from "./shorten-log.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";

const MB = 1024 * 1024;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  const url = engine === "postgres" ? database.url : `file:${database.url}`;
  setRuntime(openRuntime(readConfig({ DATABASE_URL: url }), { database, secret: "a secret of a test school" }));
});
afterAll(() => database.drop());

let rounds = 0;
/** Writes until the log has grown to more than is left alone. */
async function growLog() {
  for (; getLogBytes(database.url) < 9 * MB; rounds++) {
    await database.write(async (tx) => {
      const rows = Array.from({ length: 1_000 }, (_, k) => ({
        name: `log-${rounds}-${k}-${"x".repeat(100)}`,
        value: 1,
      }));
      for (let at = 0; at < rows.length; at += 100) await tx.insert(counters).values(rows.slice(at, at + 100));
    });
  }
}

describe.runIf(engine === "sqlite")("the log of changes", () => {
  test("is cut down by another process while this one goes on, and not while it is short", async () => {
    expect(await isLogTooLong()).toBe(false);
    await growLog();
    expect(await isLogTooLong()).toBe(true);
    expect(inEnglish(await shortenLogInChild())).toMatch(/^\d{4,} KB of log became 0 KB$/);
    expect([getLogBytes(database.url), await isLogTooLong()]).toEqual([0, false]);
    // The locks of this process are still its own: another's writes and ours take turns as before.
    await database.write((tx) => tx.insert(counters).values({ name: "after", value: 1 }));
    const other = new BetterSqlite(database.url);
    expect(other.prepare("SELECT value FROM counters WHERE name = 'after'").pluck().get()).toBe(1);
    other.close();
  });

  test("stays while somebody reads it, and no writer waits long for that", async () => {
    await growLog();
    const reader = new BetterSqlite(database.url, { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM counters").get();
    await database.write((tx) => tx.insert(counters).values({ name: "newer", value: 1 }));
    const shortening = shortenLogInChild();
    let longestMs = 0;
    let isDone = false;
    void shortening.finally(() => void (isDone = true));
    for (let n = 0; !isDone; n++) {
      const begun = performance.now();
      await database.write((tx) => tx.insert(counters).values({ name: `meanwhile-${n}`, value: 1 }));
      longestMs = Math.max(longestMs, performance.now() - begun);
    }
    await shortening;
    expect(getLogBytes(database.url)).toBeGreaterThan(8 * MB);
    expect(longestMs).toBeLessThan(scaleDeadline(1_000));
    reader.close();
  });
});

test.runIf(engine === "postgres")("a PostgreSQL server looks after its own log", async () => {
  expect([await isLogTooLong(), inEnglish(await shortenLogInChild())]).toEqual([
    false,
    "PostgreSQL looks after its own log",
  ]);
});
