import { existsSync, rmSync } from "node:fs";
import { migrate, MIGRATIONS_TABLE } from "#db/migrate.ts";
import { engineOf } from "#db/engine.ts";
import { connect, createPrivately } from "#db/sqlite-file.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { withConnection } from "../backup/postgres-copy.ts";
import { openPostgresTarget } from "./postgres-target.ts";
import { openSqliteTarget } from "./sqlite-target.ts";
import { checkServer } from "./check-ends.ts";
import type { FoundTable, Target } from "./end.ts";
import { ARRIVING, type Marker, readMarkers, tableOfMarker } from "./markers.ts";

export const openTarget = async (url: string): Promise<Target> =>
  engineOf(url) === "postgres" ? openPostgresTarget(url) : openSqliteTarget(url);

/** Refuses a target that holds anything but what an earlier move from the same place has left. */
export async function checkTarget(url: string, from: string): Promise<Marker | undefined> {
  if (engineOf(url) === "postgres") await checkServer(url);
  const { moved, arriving } = await readMarkers(url);
  if (arriving && arriving.place !== from)
    throw new MessageError(message("move.target_is_of_another", { place: arriving.place }));
  if (arriving) return arriving;
  // A check makes no file.
  if (engineOf(url) === "sqlite" && !existsSync(url)) return undefined;
  if (moved) {
    const where = { place: moved.place, at: moved.at };
    throw new MessageError(message(moved.place === from ? "move.target_was_left" : "move.target_has_moved", where));
  }
  const found = await findContent(url);
  if (found) throw new MessageError(message("move.target_is_not_empty", { table: found.name }));
  return undefined;
}

async function findContent(url: string): Promise<FoundTable | undefined> {
  const target = await openTarget(url);
  try {
    return (await target.tables())[0];
  } finally {
    await target.close();
  }
}

/**
 * Marks the target before anything else is in it, then gives it the tables of this version. `left` is the mark of an earlier
 * move from the same place: what it has left is no school, and a file is made anew.
 */
export async function prepareTarget(url: string, { id, place, at }: Marker, left: Marker | undefined): Promise<void> {
  const insert = (value: (at: number) => string) =>
    `INSERT INTO ${ARRIVING} VALUES (${value(1)}, ${value(2)}, ${value(3)})`;
  const values = [id, place, at];
  const begin = left ? `BEGIN; DELETE FROM ${ARRIVING}` : `BEGIN; ${tableOfMarker(ARRIVING)}; ${MIGRATIONS_TABLE}`;
  if (engineOf(url) === "postgres")
    await withConnection(url, async (client) => {
      await client.query(begin);
      await client.query(
        insert((at) => `$${at}`),
        values,
      );
      await client.query("COMMIT");
    });
  else {
    for (const end of left ? ["", "-wal", "-shm", "-journal"] : []) rmSync(url + end, { force: true });
    createPrivately(url);
    onSqlite(url, (sqlite) => {
      sqlite.exec(`BEGIN IMMEDIATE; ${tableOfMarker(ARRIVING)}; ${MIGRATIONS_TABLE}`);
      sqlite.prepare(insert(() => "?")).run(values);
      sqlite.exec("COMMIT");
    });
  }
  await migrate(url, engineOf(url));
}

/** The last step of a move: the target is the school from here on. */
export async function openForUse(url: string): Promise<void> {
  const statement = `DROP TABLE ${ARRIVING}`;
  if (engineOf(url) === "postgres") await withConnection(url, async (client) => void (await client.query(statement)));
  else onSqlite(url, (sqlite) => void sqlite.exec(statement));
}

function onSqlite(file: string, work: (sqlite: ReturnType<typeof connect>) => void): void {
  const sqlite = connect(file, { readonly: false });
  try {
    sqlite.pragma("synchronous = FULL");
    work(sqlite);
  } finally {
    sqlite.close();
  }
}
