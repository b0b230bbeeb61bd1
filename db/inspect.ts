import { existsSync } from "node:fs";
import { type Engine, engineOf } from "./engine.ts";
import { openToRead, PRAGMAS } from "./sqlite-file.ts";

export type InspectedRow = Record<string, unknown>;

/**
 * Reads a database through the bare driver, read-only, for a short-lived process: a command or a child. Never in a server: closing a
 * SQLite file drops the POSIX locks of the whole process on it.
 */
export type Inspector = {
  engine: Engine;
  ask(text: string): Promise<InspectedRow[]>;
  close(): Promise<void>;
};

/** Gives nothing where there is no SQLite file yet; throws what the engine says when it cannot be opened. */
export async function openInspector(url: string): Promise<Inspector | undefined> {
  if (engineOf(url) === "postgres") return inspectPostgres(url);
  return existsSync(url) ? inspectSqlite(url) : undefined;
}

function inspectSqlite(file: string): Inspector {
  const sqlite = openToRead(file);
  for (const [name, { set }] of Object.entries(PRAGMAS)) if (name !== "journal_mode") sqlite.pragma(`${name} = ${set}`);
  return {
    engine: "sqlite",
    ask: async (text) => sqlite.prepare(text).all() as InspectedRow[],
    close: async () => void sqlite.close(),
  };
}

async function inspectPostgres(url: string): Promise<Inspector> {
  const { connectOnce } = await import("./postgres-connect.ts");
  const client = await connectOnce(url);
  return {
    engine: "postgres",
    // Read-only is set for the transaction, not the connection: a pooler would give that setting to the next client.
    async ask(text) {
      await client.query("BEGIN READ ONLY");
      try {
        return (await client.query<InspectedRow>(text)).rows;
      } finally {
        await client.query("ROLLBACK");
      }
    },
    close: () => client.end(),
  };
}

/** An instant as either engine gives it: milliseconds, or a date. */
export function instantOf(value: unknown): Date | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value : new Date(Number(value));
}

/** A JSON column as either engine gives it. */
export const jsonOf = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
