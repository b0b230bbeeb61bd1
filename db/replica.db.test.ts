import { setTimeout as wait } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { startReplica, type TestReplica } from "#tests/support/postgres-replica.ts";
import { createDatabase, startPostgres, type TestServer } from "#tests/support/postgres-server.ts";
import { engine } from "./engine.ts";
import { migratePostgres } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { type ReadScope, withReadScope } from "./read-scope.ts";
import type { ReplicaState } from "./replica.ts";
import { counters } from "./schema/index.ts";
import { openTestDatabase } from "./testing.ts";
import type { Database } from "./types.ts";
import { BEGINNING, NEVER, type WalPosition } from "./wal-position.ts";

const DELAY_MS = 200;
/** How long a replica may be dead before it is out of use. */
const NOTICED_MS_MAX = scaleDeadline(5_000);
const TRIES = Number(process.env.MATRICULA_REPLICA_TRIES ?? 60);

let primary: TestServer;
let replica: TestReplica;
let database: Database;
let replicaUrl: string;

/** A browser: what its requests have seen goes along with its next one. */
function browser() {
  let seen: WalPosition = BEGINNING;
  return <T>(work: () => PromiseLike<T>, { mayLag = true } = {}): Promise<T> => {
    const scope: ReadScope = { mayLag, atLeast: seen, onSeen: (position) => void (seen = position) };
    // Awaited inside: a drizzle query is only asked when somebody waits for it.
    return withReadScope(scope, async () => await work());
  };
}
const set = (name: string, value: number) =>
  database.write(async (tx) => {
    const again = { target: counters.name, set: { value } };
    await tx.insert(counters).values({ name, value }).onConflictDoUpdate(again);
  });
const get = async (name: string, from: Database = database) =>
  (await from.readReplica.select().from(counters).where(eq(counters.name, name)))[0]?.value;
const state = () => database.replica()?.state;

async function until(wanted: ReplicaState, msMax: number): Promise<void> {
  const begun = performance.now();
  const visit = browser();
  while (state() !== wanted) {
    if (performance.now() - begun > msMax) throw new Error(`it was ${state()} and not ${wanted} after ${msMax} ms`);
    await visit(() => get("any"));
    await wait(25);
  }
}

/** Waits until the replica shows it to whoever has seen nothing. */
async function untilShown(name: string, value: number): Promise<void> {
  while ((await browser()(() => get(name))) !== value) await wait(25);
}

/** The server that answers, by its own word. */
const answeredByReplica = () =>
  database.readReplica
    .select({ is: sql<boolean>`pg_is_in_recovery()` })
    .from(sql`(SELECT 1) AS one`)
    .then(([row]) => row?.is);

test.skipIf(engine === "postgres")("a file has no replica, and pays nothing for one", async () => {
  const file = await openTestDatabase();
  expect([file.readReplica === file.read, file.replica()]).toEqual([true, undefined]);
  await file.drop();
});

describe.skipIf(engine === "sqlite")("a replica", () => {
  beforeAll(async () => {
    primary = await startPostgres(undefined, []);
    const url = await createDatabase(primary.url, "school");
    await migratePostgres(url);
    replica = await startReplica(primary, { delayMs: DELAY_MS });
    replicaUrl = url.replace(`:${primary.place.port}`, `:${replica.place.port}`);
    database = openDatabase(url, { replicaUrl });
  });
  afterAll(async () => {
    await database?.close();
    await replica?.stop();
    await primary?.stop();
  });
  afterEach(async () => {
    if (state() !== "promoted") await until("in_use", scaleDeadline(20_000));
  });

  test("answers a request that asks, and never one that changes something, a job, or a write", async () => {
    await until("in_use", NOTICED_MS_MAX);
    expect(await browser()(answeredByReplica)).toBe(true);
    expect(await browser()(answeredByReplica, { mayLag: false })).toBe(false);
    expect(await answeredByReplica()).toBe(false);
    const before = database.replica();
    await browser()(answeredByReplica);
    expect(database.replica()?.readsOnReplica).toBe((before?.readsOnReplica ?? 0) + 1);
  });

  test(`held ${DELAY_MS} ms behind never hides from anybody what they have written, in this request and the next`, async () => {
    const outcomes = { own: 0, next: 0 };
    const tryOnce = async (n: number) => {
      const visit = browser();
      await visit(async () => {
        await set(`own-${n % 20}`, n);
        if ((await get(`own-${n % 20}`)) === n) outcomes.own += 1;
      });
      if ((await visit(() => get(`own-${n % 20}`))) === n) outcomes.next += 1;
    };
    for (let n = 1; n <= TRIES; n += 20) {
      await Promise.all(Array.from({ length: Math.min(20, TRIES - n + 1) }, (_, more) => tryOnce(n + more)));
    }
    expect(outcomes).toEqual({ own: TRIES, next: TRIES });
    expect(database.replica()?.fallbacks.not_caught_up).toBeGreaterThan(0);
  });

  test("is waited for 50 ms, and passed over when it has not come so far", async () => {
    await replica.hold();
    try {
      const visit = browser();
      await visit(() => set("waited", 1));
      const begun = performance.now();
      expect(await visit(() => get("waited"))).toBe(1);
      expect(performance.now() - begun).toBeLessThan(scaleDeadline(150));
      // The others see what it has, which is older.
      expect(await browser()(() => get("waited"))).toBeUndefined();
    } finally {
      await replica.letGo();
    }
    await untilShown("waited", 1);
  });

  test("does not answer who has written when nobody knows how far the log had come", async () => {
    const scope: ReadScope = { mayLag: true, atLeast: NEVER };
    expect(await withReadScope(scope, answeredByReplica)).toBe(false);
  });

  test("what is made anew because of a write is not made from older data", async () => {
    await set("catalogue", 1);
    await untilShown("catalogue", 1);
    await replica.hold();
    try {
      await set("catalogue", 2);
      const made = await browser()(async () => {
        await database.notOlderThanNow();
        return get("catalogue");
      });
      expect([made, await browser()(() => get("catalogue"))]).toEqual([2, 1]);
    } finally {
      await replica.letGo();
    }
  });

  test("that dies is out of use within five seconds, costs nobody an error, and comes back", async () => {
    await until("in_use", NOTICED_MS_MAX);
    const long = browser()(() =>
      database.readReplica.select({ one: sql<number>`1`.mapWith(Number) }).from(sql`(SELECT pg_sleep(2)) AS slept`),
    );
    await wait(300);
    const killed = replica.kill();
    const begun = performance.now();
    const errors: unknown[] = [];
    while (state() !== "away" && performance.now() - begun < NOTICED_MS_MAX) {
      await Promise.all(Array.from({ length: 10 }, () => browser()(() => get("waited")).catch((e) => errors.push(e))));
      await wait(10);
    }
    await killed;
    expect([state(), errors, await long]).toEqual(["away", [], [{ one: 1 }]]);
    expect(await browser()(answeredByReplica)).toBe(false);
    await replica.start();
    await until("in_use", scaleDeadline(20_000));
    expect(await browser()(answeredByReplica)).toBe(true);
  });

  test("that was promoted by mistake is not read from, and never written to", async () => {
    await until("in_use", NOTICED_MS_MAX);
    await replica.promote();
    await until("promoted", NOTICED_MS_MAX);
    const visit = browser();
    await visit(() => set("after", 1));
    expect([await visit(() => get("after")), await browser()(answeredByReplica)]).toEqual([1, false]);
    const other = openDatabase(replicaUrl);
    expect(await get("after", other)).toBeUndefined();
    await other.close();
  });
});
