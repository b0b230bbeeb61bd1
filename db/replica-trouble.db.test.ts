/** What went wrong with other people's replicas, tried here; the reports stand beside each test. */
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { lineTo } from "#tests/support/line.ts";
import { startReplica, type TestReplica } from "#tests/support/postgres-replica.ts";
import { createDatabase, startPostgres, type TestServer } from "#tests/support/postgres-server.ts";
import { engine } from "./engine.ts";
import { migratePostgres } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { normalisePostgresAddress } from "./postgres-address.ts";
import { connectOnce } from "./postgres-connect.ts";
import { LAG_MS_MAX, type ReadScope, withReadScope } from "./read-scope.ts";
import { type ReplicaState } from "./replica.ts";
import { counters } from "./schema/index.ts";
import { administer } from "./testing.ts";
import type { Database } from "./types.ts";
import { BEGINNING, NEVER, type WalPosition } from "./wal-position.ts";

let primary: TestServer;
let replica: TestReplica;
let url: string;
let replicaUrl: string;
let database: Database;

/** Awaited inside: a drizzle query is only asked when somebody waits for it. */
const visit = <T>(work: () => PromiseLike<T>) =>
  withReadScope({ mayLag: true, atLeast: BEGINNING }, async () => await work());
const set = (name: string, value: number, to = database) =>
  to.write(async (tx) => {
    const again = { target: counters.name, set: { value } };
    await tx.insert(counters).values({ name, value }).onConflictDoUpdate(again);
  });
const get = async (name: string, from = database) =>
  (await from.readReplica.select().from(counters).where(eq(counters.name, name)))[0]?.value;

async function until(wanted: ReplicaState, msMax: number): Promise<void> {
  const begun = performance.now();
  while (database.replica()?.state !== wanted) {
    if (performance.now() - begun > msMax) throw new Error(`it was not ${wanted} after ${msMax} ms`);
    await visit(() => get("any"));
    await wait(25);
  }
}

/** A read that takes a while, and says who answered. */
const slow = (seconds: number) =>
  database.readReplica
    .select({
      n: sql<number>`count(*)`.mapWith(Number),
      slept: sql`max(pg_sleep(${seconds})::text)`,
      is: sql<boolean>`pg_is_in_recovery()`,
    })
    .from(counters);

describe.skipIf(engine === "sqlite")("a replica", () => {
  beforeAll(async () => {
    primary = await startPostgres(undefined, []);
    url = await createDatabase(primary.url, "school");
    await migratePostgres(url);
    // It waits for no read of its own before it applies what came.
    replica = await startReplica(primary, { more: ["max_standby_streaming_delay=0"] });
    replicaUrl = url.replace(`:${primary.place.port}`, `:${replica.place.port}`);
    database = openDatabase(url, { replicaUrl });
    await set("any", 1);
    await until("in_use", scaleDeadline(5_000));
  });
  afterAll(async () => {
    await database?.close();
    await replica?.stop();
    await primary?.stop();
  });

  // mastodon/mastodon#26074: a replica was taken that nobody had named.
  test("that nobody has named is none", async () => {
    const single = openDatabase(url);
    expect([single.readReplica === single.read, single.replica()]).toEqual([true, undefined]);
    await single.close();
  });

  test(
    "of another school is not read from, neither another database of the same server nor another server",
    inAllOnPostgres,
    async () => {
      const other = await createDatabase(primary.url, "other");
      await migratePostgres(other);
      while (
        (await connectOnce(replicaUrl.replace(/school$/, "other")).then(
          (client) => client.end(),
          () => "not yet",
        )) === "not yet"
      ) {
        await wait(50);
      }
      const elsewhere = await startPostgres(undefined, []);
      await migratePostgres(await createDatabase(elsewhere.url, "school"));
      const wrong = [replicaUrl.replace(/school$/, "other"), elsewhere.url.replace(/postgres$/, "school")];
      for (const address of wrong) {
        const school = openDatabase(url, { replicaUrl: address });
        expect(await visit(() => get("any", school))).toBe(1);
        expect(school.replica()).toMatchObject({ state: "foreign", readsOnReplica: 0, fallbacks: { foreign: 1 } });
        await school.close();
      }
      await elsewhere.stop();
    },
  );

  // prometheus-community/postgres_exporter#385, bucardo/check_postgres#121: nothing is written, and the age of the last change grows.
  test("of a school in which nothing happens is not behind", inAllOnPostgres, async () => {
    await set("any", 2);
    await wait(3_500);
    await visit(() => get("any"));
    expect(database.replica()).toMatchObject({ state: "in_use" });
    expect(database.replica()?.lagMs).toBeLessThan(1_500);
  });

  // graphprotocol/graph-node#4327, sequelize/sequelize#7179; PostgREST/postgrest#3673 asked the replica again and again.
  test("that cancels a read, because it must apply what came, is asked once, and the primary answers", async () => {
    const before = database.replica()?.fallbacks.failed ?? 0;
    const reading = visit(() => slow(1));
    await wait(300);
    await administer(url, "BEGIN; LOCK TABLE counters IN ACCESS EXCLUSIVE MODE; COMMIT");
    const [row] = await reading;
    expect([row?.is, database.replica()?.fallbacks.failed]).toEqual([false, before + 1]);
    expect(database.replica()?.state).toBe("in_use");
  });

  // cube-js/cube#3904: the process ended with the connection.
  test("that ends every connection, used and unused, ends no process and costs nobody an error", async () => {
    const [kept] = await Promise.all(Array.from({ length: 8 }, () => visit(() => get("any"))));
    const reading = visit(() => slow(1));
    await wait(200);
    const ends =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";
    await administer(replicaUrl, ends);
    expect((await reading)[0]?.is).toBe(false);
    expect(await Promise.all(Array.from({ length: 8 }, () => visit(() => get("any"))))).toEqual(Array(8).fill(kept));
    await until("in_use", scaleDeadline(5_000));
  });

  // atlassian-labs/db-replica#62: a write that was committed failed, because the position behind it could not be asked.
  test("does not fail a write whose position cannot be asked: the primary answers whoever wrote", async () => {
    await administer(
      url,
      "CREATE ROLE plain LOGIN PASSWORD 'plain'; GRANT ALL ON ALL TABLES IN SCHEMA public TO plain; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO plain",
    );
    await administer(url, "REVOKE EXECUTE ON FUNCTION pg_current_wal_insert_lsn() FROM PUBLIC");
    const asPlain = (address: string) => address.replace(/\/\/[^@]*@/, "//plain:plain@");
    const school = openDatabase(asPlain(url), { replicaUrl: asPlain(replicaUrl) });
    let seen: WalPosition = BEGINNING;
    const scope: ReadScope = { mayLag: true, atLeast: BEGINNING, onSeen: (position) => void (seen = position) };
    await visit(() => get("any", school));
    // An ordinary account may ask all that is asked of a replica.
    expect(school.replica()?.state).toBe("in_use");
    await replica.hold();
    try {
      await withReadScope(scope, async () => {
        await set("unknown", 1, school);
        expect([seen, await get("unknown", school)]).toEqual([NEVER, 1]);
      });
      const next: ReadScope = { mayLag: true, atLeast: seen };
      expect(await withReadScope(next, () => get("unknown", school))).toBe(1);
    } finally {
      await replica.letGo();
      await school.close();
      await administer(url, "GRANT EXECUTE ON FUNCTION pg_current_wal_insert_lsn() TO PUBLIC");
    }
  });

  // mastodon/mastodon#30176: the replica's disk was full; it answered on with what it had, all night, and nothing noticed.
  test("that applies nothing any more is not read from, and used again when it has caught up", async () => {
    await replica.hold();
    try {
      await set("stuck", 1);
      await until("behind", LAG_MS_MAX + scaleDeadline(4_000));
      expect(await visit(() => get("stuck"))).toBe(1);
      expect(database.replica()?.lagMs).toBeGreaterThan(LAG_MS_MAX);
    } finally {
      await replica.letGo();
    }
    await until("in_use", scaleDeadline(5_000));
  });

  test(
    "answers who waits for a primary that has gone silent, and who asks it after that",
    inAllOnPostgres,
    async () => {
      const line = await lineTo(url);
      const school = openDatabase(line.url, { replicaUrl });
      const read = async () => (await school.read.select().from(counters).where(eq(counters.name, "any")))[0]?.value;
      try {
        await visit(() => get("any", school));
        const value = await read();
        line.hush();
        const begun = performance.now();
        expect(await Promise.all(Array.from({ length: 5 }, read))).toEqual(Array(5).fill(value));
        expect(performance.now() - begun).toBeLessThan(scaleDeadline(6_000));
        const next = performance.now();
        expect(await read()).toBe(value);
        expect(performance.now() - next).toBeLessThan(scaleDeadline(100));
        await line.mend();
        const back = performance.now();
        await set("any", 2);
        while (school.replica()?.state !== "in_use" && performance.now() - back < scaleDeadline(5_000)) await wait(50);
        expect(await read()).toBe(2);
      } finally {
        await line.cut();
        await school.close();
      }
    },
  );

  // brianc/node-postgres#3154, timgit/pg-boss#447: the first of several hosts did not answer, and the second was never asked.
  test("or a primary is found behind a host that is silent, and one that refuses", inAllOnPostgres, async () => {
    const taken: Socket[] = [];
    const silent = createServer((socket) => void taken.push(socket));
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const dead = [`127.0.0.1:${(silent.address() as AddressInfo).port}`, "127.0.0.1:1"];
    const [first, second] = [`127.0.0.1:${primary.place.port}`, `127.0.0.1:${replica.place.port}`];
    const all = url.replace(first, [...dead, second, first].join(","));
    const isReplica = async (address: string) => {
      const client = await connectOnce(address);
      const { rows } = await client.query("SELECT pg_is_in_recovery() AS is");
      await client.end();
      return rows[0]?.is;
    };
    const begun = performance.now();
    expect(await isReplica(normalisePostgresAddress(all))).toBe(false);
    expect(await isReplica(normalisePostgresAddress(all, "prefer-standby"))).toBe(true);
    expect(await isReplica(normalisePostgresAddress(`${all}?target_session_attrs=standby`))).toBe(true);
    expect(await isReplica(normalisePostgresAddress(`${all}?target_session_attrs=primary`))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(scaleDeadline(12_000));
    for (const socket of taken) socket.destroy();
    silent.close();
  });
});
