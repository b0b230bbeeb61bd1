import { existsSync } from "node:fs";
import { engineOf } from "#db/engine.ts";
import { openToRead } from "#db/sqlite-file.ts";
import { type Message, message } from "#messages/message.ts";

/** In a database that has moved: where to. It is kept and read, and never written again. */
export const MOVED = "matricula_moved";
/** In a database that a move fills: from where. It is no school until the other one is sealed. */
export const ARRIVING = "matricula_arriving";

/** One row: `place` is the other end, without its password. */
export const tableOfMarker = (name: string) =>
  `CREATE TABLE ${name} (id text PRIMARY KEY, place text NOT NULL, at text NOT NULL)`;

export type Marker = { id: string; place: string; at: string };
export type Markers = { moved: Marker | undefined; arriving: Marker | undefined };

export const NONE: Markers = { moved: undefined, arriving: undefined };

/** What a move has left in the database at `url`, as for `openDatabase`. Makes no file. */
export async function readMarkers(url: string): Promise<Markers> {
  if (engineOf(url) === "postgres") return readFromPostgres(url);
  if (!existsSync(url)) return NONE;
  const sqlite = openToRead(url);
  try {
    const there = sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
    const read = (name: string) =>
      there.get(name) === undefined
        ? undefined
        : (sqlite.prepare(`SELECT id, place, at FROM ${name}`).get() as Marker | undefined);
    return { moved: read(MOVED), arriving: read(ARRIVING) };
  } finally {
    sqlite.close();
  }
}

async function readFromPostgres(url: string): Promise<Markers> {
  const { connectOnce } = await import("#db/postgres-connect.ts");
  const client = await connectOnce(url);
  try {
    const read = async (name: string) => {
      const there = await client.query("SELECT to_regclass($1) AS found", [name]);
      if (there.rows[0].found === null) return undefined;
      return (await client.query<Marker>(`SELECT id, place, at FROM ${name}`)).rows[0];
    };
    return { moved: await read(MOVED), arriving: await read(ARRIVING) };
  } finally {
    await client.end();
  }
}

/** Why no school may run on a database; undefined when one may. */
export function refusalOf({ moved, arriving }: Markers): Message | undefined {
  if (moved) return message("move.has_moved", { place: moved.place });
  if (arriving) return message("move.is_arriving", { place: arriving.place });
  return undefined;
}
