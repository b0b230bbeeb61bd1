/** How long a move will take, and whether there is room for it. */
import { statfsSync, statSync } from "node:fs";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { engineOf } from "#db/engine.ts";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";
import { describeBytes } from "../doctor/units.ts";
import { namesOfMoved } from "./agree-tables.ts";
import { ContentSum } from "./content-sum.ts";
import { describePlace } from "./describe-place.ts";
import type { Source } from "./end.ts";
import { createValueReader } from "./line-values.ts";
import { askOne, open, writeRows } from "./postgres-rows.ts";
import type { MovedTable } from "./value-forms.ts";

const SAMPLE_MS = 1_000;
/** Indexes, the comparison and the checks before take about twice as long again as the copy. */
const WHOLE_TO_COPY = 3;
/** PostgreSQL keeps the same rows in about twice the room, and its log beside them while it copies. */
const ROOM_IN_POSTGRES = 3;
const LOCAL = /^(localhost|127\.|\[?::1|$)/;

/** Copies the largest table for a second into a place that vanishes. Answers how many rows it was, and the minutes of a whole move. */
export async function estimateMinutes(
  source: Source,
  to: string,
): Promise<{ sampled: number; minutes: number; rows: number }> {
  let rows = 0;
  let largest = { name: "", count: 0 };
  const tables = await source.tables();
  for (const name of namesOfMoved(tables)) {
    const count = await source.count(name);
    rows += count;
    if (count > largest.count) largest = { name, count };
  }
  const found = tables.find(({ name }) => name === largest.name);
  if (!found) return { sampled: 0, minutes: 1, rows };
  const columns = found.columns.map(({ name, type }) => ({ name, type: (SAMPLED_AS[type] ?? type) as "text" }));
  const table: MovedTable = { name: found.name, columns, key: found.key };
  const began = performance.now();
  let sampled = 0;
  async function* sample(): AsyncGenerator<string[]> {
    const sum = new ContentSum();
    await source.view();
    for await (const lines of source.read(table, "any")) {
      for (const line of lines) sum.add(line);
      sampled += lines.length;
      yield lines;
      if (performance.now() - began > SAMPLE_MS) break;
    }
    await source.release();
  }
  if (engineOf(to) === "postgres") await sampleIntoPostgres(to, table, sample());
  else await sampleIntoSqlite(table, sample());
  const seconds = (performance.now() - began) / 1000;
  return { sampled, rows, minutes: Math.max(1, Math.ceil(((seconds / sampled) * rows * WHOLE_TO_COPY) / 60)) };
}

/** SQLite's types say less; for a sample they are enough. */
const SAMPLED_AS: Record<string, string> = { INTEGER: "bigint", integer: "bigint", TEXT: "text" };

async function sampleIntoPostgres(to: string, table: MovedTable, lines: AsyncIterable<string[]>): Promise<void> {
  const client = await open(to);
  try {
    const columns = table.columns.map(({ name }) => `"${name}" text`).join(", ");
    const key = table.key.map((name) => `"${name}"`).join(", ");
    await client.query(
      `BEGIN; CREATE TEMPORARY TABLE "${table.name}" (${columns}, PRIMARY KEY (${key})) ON COMMIT DROP`,
    );
    await writeRows(client, table, lines, { isEmptied: false });
    await client.query("ROLLBACK");
  } finally {
    await client.end();
  }
}

async function sampleIntoSqlite(table: MovedTable, batches: AsyncIterable<string[]>): Promise<void> {
  const sqlite = new BetterSqlite(":memory:");
  try {
    const key = table.key.map((name) => `"${name}"`).join(", ");
    sqlite.exec(
      `CREATE TABLE sample (${table.columns.map(({ name }) => `"${name}"`).join(", ")}, PRIMARY KEY (${key}))`,
    );
    const insert = sqlite.prepare(`INSERT INTO sample VALUES (${table.columns.map(() => "?").join(", ")})`);
    const valuesOf = createValueReader(table);
    for await (const lines of batches)
      for (const line of lines) {
        const values: unknown[] = [];
        valuesOf(line.slice(0, -1), values);
        insert.run(values);
      }
  } finally {
    sqlite.close();
  }
}

/** What room there is at the target, where it can be seen, and how much is wanted. */
export type Room = { told: Message; wanted: Message };

/** Throws when the room is too little. */
export async function describeRoom(source: Source, from: string, to: string): Promise<Room> {
  const place = describePlace(to);
  if (engineOf(to) === "sqlite") {
    const [row] = await source.ask("SELECT pg_database_size(current_database()) AS bytes");
    return roomAt(place, path.dirname(path.resolve(to)), Number(row?.bytes));
  }
  const wanted = statSync(from).size * ROOM_IN_POSTGRES;
  return roomAt(place, await folderOfServer(to), wanted);
}

function roomAt(place: string, folder: string | undefined, wantedBytes: number): Room {
  const wanted = describeBytes(wantedBytes);
  const there = folder === undefined ? undefined : freeBytes(folder);
  if (there === undefined) return { told: message("move.free_space_unknown", { place, wanted }), wanted };
  const free = describeBytes(there);
  if (there < wantedBytes) throw new MessageError(message("move.too_little_space", { place, free, wanted }));
  return { told: message("move.free_space", { place, free, wanted }), wanted };
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Where a server of this machine has its files, if its account may know; that folder may still be another one's in a container. */
async function folderOfServer(url: string): Promise<string | undefined> {
  if (!LOCAL.test(new URL(url).host)) return undefined;
  const asked = askOne<{ folder: string }>(url, "SELECT current_setting('data_directory') AS folder");
  return asked.then(
    ({ folder }) => folder,
    () => undefined,
  );
}
