import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { engineCode, MOVED_WORDS } from "#db/errors.ts";
import { sealAll } from "#domain/maintenance/seal-chains.ts";
import { namesOfMoved } from "./agree-tables.ts";
import { CHANGES, NO_TABLE } from "./change-log.ts";
import type { Source } from "./end.ts";
import { escapeField } from "./lines.ts";
import { type Marker, MOVED, tableOfMarker } from "./markers.ts";
import { literal, open, PLAIN_TEXT, q, readingOf, tablesOf } from "./postgres-rows.ts";
import { formatMoment, type MovedTable } from "./value-forms.ts";

const LOCK_WAIT_MS_MAX = 30_000;
/** For how long each of the notes is tried to be taken out of a sealed database. */
const TIDY_MS_MAX = 100;
/** Between two tries; a write of the school takes a few milliseconds. */
const RETRY_MS = 5;
/** lock_not_available, deadlock_detected */
const OCCUPIED = new Set(["55P03", "40P01"]);

const LOG_TABLE = `CREATE TABLE ${CHANGES} (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name text NOT NULL, key text NOT NULL)`;
const TRIGGERS = `SELECT tgrelid::regclass::text AS "table", tgname AS name FROM pg_trigger WHERE tgname = '${CHANGES}' AND tgenabled = 'O'`;
const FUNCTIONS = `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, '${CHANGES}_')`;

/** SQL: a key as a JSON array of texts; a moment by its milliseconds, whatever the writer's time zone. */
function keyOf(table: MovedTable, row: "NEW" | "OLD"): string {
  const fields = table.key.map((name) => {
    const type = table.columns.find((column) => column.name === name)?.type;
    const column = `${row}.${q(name)}`;
    return type === "timestamp with time zone"
      ? `(extract(epoch FROM ${column}) * 1000)::bigint::text`
      : `${column}::text`;
  });
  return `json_build_array(${fields.join(", ")})::text`;
}

/** A function and a trigger that note the key of each row that is written. */
function noteChangesOf(table: MovedTable): string {
  const note = (row: "NEW" | "OLD") =>
    `INSERT INTO public.${CHANGES} (table_name, key) VALUES (${literal(table.name)}, ${keyOf(table, row)});`;
  const body = `BEGIN IF TG_OP <> 'INSERT' THEN ${note("OLD")} END IF; IF TG_OP <> 'DELETE' THEN ${note("NEW")} END IF; RETURN NULL; END`;
  const name = q(`${CHANGES}_${table.name}`);
  return `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS ${literal(body)};
    CREATE TRIGGER ${CHANGES} AFTER INSERT OR UPDATE OR DELETE ON ${q(table.name)} FOR EACH ROW EXECUTE FUNCTION ${name}()`;
}

function readKey(table: MovedTable, noted: string): string[] {
  return (JSON.parse(noted) as string[]).map((text, at) => {
    const type = table.columns.find(({ name }) => name === table.key[at])?.type;
    return type === "timestamp with time zone" ? formatMoment(Number(text)) : escapeField(text);
  });
}

/**
 * Waits for a lock without holding another, so that no write of the school is caught between two: whatever is not free at once
 * is asked for again from the beginning.
 */
async function whenFree(client: pg.Client, work: () => Promise<void>, waitMs = LOCK_WAIT_MS_MAX): Promise<void> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await client.query("ROLLBACK");
      if (!OCCUPIED.has(engineCode(error) ?? "") || performance.now() > deadline) throw error;
      await pause(RETRY_MS * (1 + Math.random()));
    }
  }
}

async function takeAway(client: pg.Client, waitMs = LOCK_WAIT_MS_MAX): Promise<void> {
  const { rows } = await client.query<{ name: string }>(FUNCTIONS);
  const lockMs = Math.min(waitMs, 2_000);
  const drop = (what: string) =>
    whenFree(
      client,
      async () => void (await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockMs}; DROP ${what} CASCADE; COMMIT`)),
      waitMs,
    );
  for (const { name } of rows) await drop(`FUNCTION IF EXISTS ${q(name)}()`);
  await drop(`TABLE IF EXISTS ${CHANGES}`);
}

/**
 * In the transaction that holds the writes. It takes no lock that a reader could be in the way of, because a page that reads two tables
 * would wait for the one while this waits for the other: what notes changes stays, since from here on there are none.
 */
async function seal(writing: pg.Client, { id, place, at }: Marker): Promise<void> {
  const names = (await tablesOf(writing)).map(({ name }) => name).filter((name) => name !== CHANGES);
  await writing.query(tableOfMarker(MOVED));
  await writing.query(`INSERT INTO ${MOVED} VALUES ($1, $2, $3)`, [id, place, at]);
  const words = literal(`${MOVED_WORDS} ${place}`.replaceAll("%", "%%"));
  const body = `BEGIN RAISE EXCEPTION ${words} USING ERRCODE = 'read_only_sql_transaction'; END`;
  const triggers = [...names, MOVED].map(
    (name) =>
      `CREATE TRIGGER ${MOVED}_sealed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${q(name)}
       FOR EACH STATEMENT EXECUTE FUNCTION ${MOVED}_refuse()`,
  );
  await writing.query(
    `CREATE FUNCTION ${MOVED}_refuse() RETURNS trigger LANGUAGE plpgsql AS ${literal(body)}; ${triggers.join("; ")}; COMMIT`,
  );
}

/** `writing` marks, holds and seals; `reading` sees one moment at a time. */
export async function openPostgresSource(url: string): Promise<Source> {
  const writing = await open(url);
  const reading = await open(url);
  let seeing = reading;
  let watchedAs: string | undefined;
  let isSealed = false;
  return {
    ...readingOf(() => seeing),
    async watch(id, tables) {
      watchedAs = id;
      await takeAway(writing);
      await writing.query(LOG_TABLE);
      await writing.query(`INSERT INTO ${CHANGES} (table_name, key) VALUES ($1, $2)`, [NO_TABLE, id]);
      for (const table of tables)
        await whenFree(writing, async () => {
          await writing.query(`BEGIN; SET LOCAL lock_timeout = '2s'; ${noteChangesOf(table)}; COMMIT`);
        });
    },
    async isWatched(tables) {
      const there = await seeing.query(`SELECT to_regclass('public.${CHANGES}') AS found`);
      if (there.rows[0].found === null) return false;
      const { rows } = await seeing.query<{ key: string }>(`SELECT key FROM ${CHANGES} WHERE table_name = $1`, [
        NO_TABLE,
      ]);
      return rows[0]?.key === watchedAs && (await seeing.query(TRIGGERS)).rows.length === tables.length;
    },
    async unwatch() {
      await writing.query("ROLLBACK");
      await seeing.query("ROLLBACK");
      await takeAway(writing);
    },
    async view() {
      if (seeing === reading) await seeing.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; ${PLAIN_TEXT}`);
    },
    async release() {
      if (seeing === reading) await seeing.query("COMMIT");
    },
    async takeChanges(tables) {
      const known = new Map(tables.map((table) => [table.name, table]));
      // Whoever commits later may have noted earlier, so what was seen is taken out and nothing is known by its number.
      const { rows } = await seeing.query<{ table: string; key: string }>(
        `WITH taken AS (DELETE FROM ${CHANGES} WHERE table_name <> $1 RETURNING table_name, key)
         SELECT DISTINCT table_name AS "table", key FROM taken`,
        [NO_TABLE],
      );
      return rows.map(({ table, key }) => ({ table, key: readKey(known.get(table) as MovedTable, key) }));
    },
    async hold() {
      const names = namesOfMoved(await tablesOf(writing)).map(q);
      await whenFree(writing, async () => {
        // Who writes takes this one first, and may wait for the others while holding it.
        await writing.query(
          `BEGIN; SET LOCAL lock_timeout = '${LOCK_WAIT_MS_MAX}'; LOCK TABLE matricula_migrations IN EXCLUSIVE MODE`,
        );
        await writing.query(`LOCK TABLE ${names.join(", ")} IN SHARE ROW EXCLUSIVE MODE NOWAIT`);
      });
      await writing.query(PLAIN_TEXT);
      // SQLite has no row that is not sealed. What is sealed here nobody else sees before the end.
      await sealAll(async (text, values) => (await writing.query(text, values)).rows);
      seeing = writing;
    },
    async seal(marker) {
      await seal(writing, marker);
      isSealed = true;
    },
    async close() {
      // By now the school is open at its new place. What a long read keeps stays in a database that nobody writes any more.
      if (isSealed) await takeAway(writing, TIDY_MS_MAX).catch(() => {});
      await Promise.all([writing.end(), reading.end()]);
    },
  };
}
