import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { openDatabase } from "#db/open.ts";
import { type ReadScope, withReadScope } from "#db/read-scope.ts";
import { counters } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { BEGINNING } from "#db/wal-position.ts";
import { startReplica } from "#tests/support/postgres-replica.ts";
import { createDatabase, startPostgres, type TestServer } from "#tests/support/postgres-server.ts";
import { grow } from "../grow.ts";
import { type Load, startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool, serve } from "../school.ts";
import { pageShots } from "../shots.ts";

const DELAY_MS = 200;
/** How many browsers write and read at once. */
const AT_ONCE = 20;
const WRITES_PER_SECOND = 20;

/** What a replica takes from the primary, and that nobody misses what they wrote. */
export const replica: Measure = {
  name: "replica",
  about:
    "a list of the office on a replica against the primary, beside 20 writes a second; own writes seen on a replica 200 ms behind",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    grow(school, bench.size(50_000, 2_000));
    const primary = await startPostgres(undefined, ["fsync=on", "shared_buffers=256MB"]);
    const load = startLoad();
    try {
      const url = await createDatabase(primary.url, "school");
      await program("move-once", [school.file, url], `file:${school.file}`).ended;
      return [await listOn(bench, { school, primary, url, load }), await ownWrites(bench, primary, url)];
    } finally {
      load.stop();
      await primary.stop();
      forget(school);
    }
  },
};

/** A program of the bench beside this one, on a database of its own. */
function program(name: string, args: string[], databaseUrl: string) {
  const child = fork(fileURLToPath(new URL(`../${name}.ts`, import.meta.url)), args, {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return { child, ended: once(child, "exit") };
}

type Place = { school: BenchSchool; primary: TestServer; url: string; load: Load };

async function listOn(bench: Bench, { school, primary, url, load }: Place): Promise<Finding> {
  const second = await startReplica(primary);
  const replicaUrl = url.replace(`:${primary.place.port}`, `:${second.place.port}`);
  const facts = join(school.folder, "facts.json");
  writeFileSync(facts, JSON.stringify(school.facts));
  const writer = program("write-steadily", [String(WRITES_PER_SECOND), facts], url);
  const servers = [
    await serve(school, { DATABASE_URL: url, DATABASE_REPLICA_URL: replicaUrl }),
    await serve(school, { DATABASE_URL: url }),
  ] as const;
  const requests = bench.size(600, 40);
  const side = (n: 0 | 1, name: string) => ({
    name,
    unit: "requests/s",
    run: async () => {
      const shots = pageShots("/admin/enrolments", school.facts.officeCookie);
      return (await load.drive({ origin: servers[n].origin, connections: 4, requests, shots, expect: [200] }))
        .perSecond;
    },
  });
  try {
    const { ratio, a, b } = await alternate(bench.size(7, 1), side(0, "on the replica"), side(1, "on the primary"));
    return { measure: "replica-list", value: ratio, unit: "ratio", must: ">= 0.9", a, b };
  } finally {
    writer.child.send("end");
    await writer.ended;
    for (const server of servers) await server.stop();
    await second.stop();
  }
}

/** Each browser writes, reads in the same request, and reads in its next one. */
async function ownWrites(bench: Bench, primary: TestServer, url: string): Promise<Finding> {
  const second = await startReplica(primary, { delayMs: DELAY_MS });
  const database = openDatabase(url, { replicaUrl: url.replace(`:${primary.place.port}`, `:${second.place.port}`) });
  const tries = bench.size(10_000, 200);
  let missed = 0;
  const tryOnce = async (n: number) => {
    let seen = BEGINNING;
    const visit = <T>(work: () => Promise<T>) => {
      const scope: ReadScope = { mayLag: true, atLeast: seen, onSeen: (position) => void (seen = position) };
      return withReadScope(scope, work);
    };
    const name = `own-${n % AT_ONCE}`;
    await visit(async () => {
      await set(database, name, n);
      if ((await get(database, name)) !== n) missed += 1;
    });
    if ((await visit(() => get(database, name))) !== n) missed += 1;
    // Everybody else reads what the replica has.
    seen = BEGINNING;
    await visit(() => get(database, name));
  };
  try {
    for (let from = 0; from < tries; from += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, more) => tryOnce(from + more + 1)));
    }
    const { readsOnReplica = 0, readsOnPrimary = 0, fallbacks } = database.replica() ?? {};
    const detail = { tries, readsOnReplica, readsOnPrimary, notCaughtUp: fallbacks?.not_caught_up };
    return { measure: "replica-own-writes-missed", value: missed, unit: "points", must: "== 0", detail };
  } finally {
    await database.close();
    await second.stop();
  }
}

async function set(database: Database, name: string, value: number): Promise<void> {
  await database.write(async (tx) => {
    await tx.insert(counters).values({ name, value }).onConflictDoUpdate({ target: counters.name, set: { value } });
  });
}

async function get(database: Database, name: string): Promise<number | undefined> {
  const [row] = await database.readReplica.select().from(counters).where(eq(counters.name, name));
  // The columns of this process are SQLite's, which leave PostgreSQL's large numbers as it sends them.
  return row && Number(row.value);
}
