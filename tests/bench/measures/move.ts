import { type ChildProcess, fork } from "node:child_process";
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { copyIn, copyOut } from "#ops/move/copy-protocol.ts";
import type { Moved } from "#ops/move/move-database.ts";
import { migrate } from "#db/migrate.ts";
import { createDatabase, startPostgres } from "#tests/support/postgres-server.ts";
import { grow } from "../grow.ts";
import type { Bench, Finding, Measure } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool } from "../school.ts";
import type { Written } from "../write-steadily.ts";

const WRITES_PER_SECOND = 50;
/** As a server is that keeps a school, and not as one for tests. */
const DURABLE = [
  "fsync=on",
  "full_page_writes=on",
  "synchronous_commit=on",
  "shared_buffers=512MB",
  "max_wal_size=4GB",
];
const MB = 1_000_000;

/** A school with a long past moves to PostgreSQL and back while it is written to. */
export const move: Measure = {
  name: "move",
  about:
    "a move to PostgreSQL and back under 50 writes a second: seconds read-only, and MB/s against a bare COPY of the same tables",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    grow(school, bench.size(1_000_000, 20_000));
    writeFileSync(join(school.folder, "facts.json"), JSON.stringify(school.facts));
    const server = await startPostgres(undefined, DURABLE);
    try {
      const [there, bare] = [await createDatabase(server.url, "moved"), await createDatabase(server.url, "bare")];
      const back = join(school.folder, "back.db");
      const to = await moveUnderWrites(school, { from: school.file, to: there, writesFrom: 0 });
      const lost = await countLost(to.written, async (ids) => {
        const select = "SELECT count(*) AS n FROM enrolments WHERE id = ANY($1)";
        return Number((await onServer(there, (client) => client.query(select, [ids]))).rows[0].n);
      });
      const folder = join(school.folder, "bare");
      mkdirSync(folder);
      const out = await copyEverythingOut(there, folder);
      const into = await copyEverythingIn(bare, folder, out.names);
      rmSync(folder, { recursive: true });
      const writesFrom = to.written.acknowledged.length + to.written.refused;
      const from = await moveUnderWrites(school, { from: there, to: back, writesFrom });
      // Reading once before the way back and once after it: whatever else the machine does falls on both. Writing after it alone, for the server is long
      // busy with what was written.
      const readSeconds = (out.seconds + (await onServer(there, (client) => readEverything(client, out.names)))) / 2;
      const seconds = await copyEverythingAcross(there, bare, out.names);
      const lostBack = await countLost(from.written, async (ids) => {
        const sqlite = new BetterSqlite(back, { readonly: true });
        const find = sqlite.prepare("SELECT 1 FROM enrolments WHERE id = ?");
        const found = ids.filter((id) => find.get(id) !== undefined).length;
        sqlite.close();
        return found;
      });
      return [
        ...findingsOf("move-to-postgres", { ...to, bare: out.bytes / MB / into, lost }),
        ...findingsOf("move-to-file", {
          ...{ ...from, bare: out.bytes / MB / seconds, lost: lostBack },
          thrownAway: out.bytes / MB / readSeconds,
        }),
      ];
    } finally {
      await server.stop();
      forget(school);
    }
  },
};

type Run = { moved: Moved; written: Written };

/** MB/s of the bare copies, and how many acknowledged writes the new database lacks. */
type Compared = { bare: number; thrownAway?: number; lost: number };

function findingsOf(measure: string, { moved, written, bare, thrownAway, lost }: Run & Compared): Finding[] {
  const { rows, seconds, readOnlySeconds, megabytesPerSecond } = moved;
  const { acknowledged, refused, slowestMs, failed } = written;
  const writes = { acknowledged: acknowledged.length, refused, lost, slowestMs: Math.round(slowestMs), failed };
  const once = (value: number) => ({ median: value, min: value, max: value });
  return [
    {
      measure: `${measure}-read-only`,
      value: readOnlySeconds,
      unit: "s",
      must: "<= 2",
      detail: { rows, seconds: Math.round(seconds), ...writes },
    },
    {
      measure: `${measure}-copy`,
      value: megabytesPerSecond / bare,
      unit: "ratio",
      must: ">= 0.5",
      a: { name: "the move's copy", unit: "MB/s", ...once(megabytesPerSecond) },
      b: { name: "a bare COPY of the same tables into a database", unit: "MB/s", ...once(bare) },
      ...(thrownAway && { detail: { readOnlyMBs: thrownAway, againstReadOnly: megabytesPerSecond / thrownAway } }),
    },
    { measure: `${measure}-lost-writes`, value: lost, unit: "points", must: "== 0" },
  ];
}

async function moveUnderWrites(
  school: BenchSchool,
  { from, to, writesFrom }: { from: string; to: string; writesFrom: number },
): Promise<Run> {
  const env = { ...process.env, DATABASE_URL: from.startsWith("postgres") ? from : `file:${from}` };
  const program = (name: string) => fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  const facts = join(school.folder, "facts.json");
  const writer = fork(program("write-steadily"), [String(WRITES_PER_SECOND), facts], {
    env: { ...env, WRITES_FROM: String(writesFrom) },
  });
  try {
    await messageOf(writer);
    const moved = await messageOf<Moved>(fork(program("move-once"), [from, to], { env }));
    writer.send("end");
    return { moved, written: await messageOf<Written>(writer) };
  } finally {
    if (writer.exitCode === null) writer.kill();
  }
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, "exit").then(() => Promise.reject(new Error("a program of the bench ended early")));
  const [told] = (await Promise.race([once(child, "message"), ended])) as [T];
  ended.catch(() => {});
  return told;
}

async function countLost({ acknowledged }: Written, count: (ids: string[]) => Promise<number>): Promise<number> {
  return acknowledged.length - (await count(acknowledged));
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What any program could do at best: every table as a stream of bytes. */
async function copyEverythingOut(url: string, folder: string) {
  return onServer(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'matricula%'",
    );
    const names = rows.map(({ name }) => name);
    const seconds = await readEverything(client, names);
    let bytes = 0;
    for (const name of names) {
      const file = createWriteStream(join(folder, name));
      for await (const lines of copyOut(client, `COPY "${name}" TO STDOUT`, (line) => line))
        if (!file.write(lines.join(""))) await once(file, "drain");
      file.end();
      await once(file, "close");
      bytes += statSync(join(folder, name)).size;
    }
    return { names, bytes, seconds };
  });
}

/** Reads each table to its end and keeps nothing of it. Answers seconds. */
async function readEverything(client: pg.Client, names: readonly string[]): Promise<number> {
  const began = performance.now();
  for (const name of names) for await (const _lines of copyOut(client, `COPY "${name}" TO STDOUT`, (line) => line));
  return (performance.now() - began) / 1_000;
}

/**
 * From one database of the server into the other, whose tables are as the move fills them: what a bare copy of these tables takes that ends in a database,
 * as the way back does. Answers seconds.
 */
async function copyEverythingAcross(from: string, to: string, names: readonly string[]): Promise<number> {
  return onServer(from, (source) =>
    onServer(to, async (target) => {
      await target.query(`BEGIN; TRUNCATE ${names.map((name) => `"${name}"`).join(", ")}`);
      const began = performance.now();
      for (const name of names) {
        const rows = copyOut(source, `COPY "${name}" TO STDOUT`, (line) => line);
        await copyIn(target, `COPY "${name}" FROM STDIN (FREEZE)`, rows);
      }
      const seconds = (performance.now() - began) / 1_000;
      await target.query("COMMIT");
      return seconds;
    }),
  );
}

/** Into tables as the move fills them: without indexes but for keys, without foreign keys and triggers. Answers seconds. */
async function copyEverythingIn(url: string, folder: string, names: readonly string[]): Promise<number> {
  await migrate(url, "postgres");
  return onServer(url, async (client) => {
    const { rows } = await client.query<{ away: string }>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away FROM pg_constraint
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace
       UNION ALL SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT indisprimary
         AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`,
    );
    for (const { away } of rows) await client.query(away);
    for (const name of names) await client.query(`ALTER TABLE "${name}" DISABLE TRIGGER USER`);
    await client.query(`BEGIN; TRUNCATE ${names.map((name) => `"${name}"`).join(", ")}`);
    const began = performance.now();
    for (const name of names) await copyIn(client, `COPY "${name}" FROM STDIN (FREEZE)`, chunksOf(join(folder, name)));
    const seconds = (performance.now() - began) / 1_000;
    await client.query("COMMIT");
    return seconds;
  });
}

async function* chunksOf(file: string): AsyncGenerator<string[]> {
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 262_144 }))
    yield [chunk as string];
}
