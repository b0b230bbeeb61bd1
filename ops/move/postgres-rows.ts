/** How both ends of a move read and write PostgreSQL. */
import pg from "pg";
import { connectOnce } from "#db/postgres-connect.ts";
import { copyIn, copyOut } from "./copy-protocol.ts";
import type { End, FoundTable, Order } from "./end.ts";
import { unescapeField } from "./line-values.ts";
import { createLineReader } from "./lines.ts";
import type { MovedTable } from "./value-forms.ts";

export const q = (name: string) => pg.escapeIdentifier(name);
export const literal = (text: string) => pg.escapeLiteral(text);

/** How values are written as text is set for the transaction, because a pooler would give a session's setting to the next client. */
export const PLAIN_TEXT = "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'";

/** From the catalogue itself: the views of the standard take ten times as long, and nothing can be written meanwhile. */
const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) AS type,
    array_position(k.indkey::int2[], a.attnum) AS place
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index k ON k.indrelid = c.oid AND k.indisprimary
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname, a.attnum`;

export async function tablesOf(client: pg.Client): Promise<FoundTable[]> {
  type Found = { table: string; name: string; type: string; place: number | null };
  const { rows } = await client.query<Found>(COLUMNS);
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => {
    const key = columns
      .filter(({ place }) => place !== null)
      .sort((one, other) => Number(one.place) - Number(other.place));
    return {
      name,
      columns: columns.map(({ name, type }) => ({ name, type })),
      key: key.map((column) => column.name),
    };
  });
}

/** What both ends of a move read; `client` answers the connection that sees what is to be read. */
export const readingOf = (client: () => pg.Client): Omit<End, "close"> => ({
  engine: "postgres",
  tables: () => tablesOf(client()),
  async migrations() {
    const select = 'SELECT tag FROM matricula_migrations ORDER BY tag COLLATE "C"';
    return (await client().query<{ tag: string }>(select)).rows.map(({ tag }) => tag);
  },
  count: async (table) =>
    Number((await client().query<{ n: string }>(`SELECT count(*) AS n FROM ${q(table)}`)).rows[0]?.n),
  read: (table, order) => readRows(client(), table, order),
  find: (table, keys) => findRows(client(), table, keys),
  ask: async (select) => (await client().query<Record<string, unknown>>(select)).rows,
});

const columnsOf = (table: MovedTable) => table.columns.map(({ name }) => `${q(table.name)}.${q(name)}`).join(", ");

function readRows(client: pg.Client, table: MovedTable, order: Order): AsyncIterable<string[]> {
  const reader = createLineReader(table);
  const names = table.columns.map(({ name }) => q(name)).join(", ");
  if (order === "any") return copyOut(client, `COPY ${q(table.name)} (${names}) TO STDOUT`, reader);
  const keys = table.key.map((name) => {
    const isText = table.columns.some((column) => column.name === name && column.type === "text");
    const column = `${q(table.name)}.${q(name)}`;
    return isText ? `${column} COLLATE "C"` : column;
  });
  const select = `SELECT ${columnsOf(table)} FROM ${q(table.name)} ORDER BY ${keys.join(", ")}`;
  return copyOut(client, `COPY (${select}) TO STDOUT`, reader);
}

/** SQL: a table `wanted` of the keys, and the condition that a row has one of them. COPY takes no parameters. */
function wantedOf(table: MovedTable, keys: readonly (readonly string[])[]): { from: string; where: string } {
  const values = literal(JSON.stringify(keys.map((key) => key.map(unescapeField))));
  const typeOf = (name: string) => table.columns.find((column) => column.name === name)?.type ?? "text";
  const fields = table.key.map((name, at) => `(each.key ->> ${at})::${typeOf(name)} AS k${at}`).join(", ");
  const same = table.key.map((name, at) => `${q(table.name)}.${q(name)} = wanted.k${at}`).join(" AND ");
  return {
    from: `(SELECT ${fields} FROM jsonb_array_elements(${values}::jsonb) AS each (key)) AS wanted`,
    where: same,
  };
}

async function findRows(client: pg.Client, table: MovedTable, keys: readonly (readonly string[])[]): Promise<string[]> {
  const { from, where } = wantedOf(table, keys);
  const select = `SELECT ${columnsOf(table)} FROM ${from} JOIN ${q(table.name)} ON ${where}`;
  const found: string[] = [];
  for await (const lines of copyOut(client, `COPY (${select}) TO STDOUT`, createLineReader(table)))
    found.push(...lines);
  return found;
}

export async function deleteRows(
  client: pg.Client,
  table: MovedTable,
  keys: readonly (readonly string[])[],
): Promise<void> {
  const { from, where } = wantedOf(table, keys);
  await client.query(`DELETE FROM ${q(table.name)} USING ${from} WHERE ${where}`);
}

/** FREEZE spares the server a second writing of every row; it wants a table that this transaction has emptied. */
export async function writeRows(
  client: pg.Client,
  table: MovedTable,
  batches: AsyncIterable<string[]> | Iterable<string[]>,
  { isEmptied }: { isEmptied: boolean },
): Promise<void> {
  const columns = table.columns.map(({ name }) => q(name)).join(", ");
  await copyIn(client, `COPY ${q(table.name)} (${columns}) FROM STDIN${isEmptied ? " (FREEZE)" : ""}`, batches);
}

export async function open(url: string): Promise<pg.Client> {
  const client = await connectOnce(url, { connectionTimeoutMillis: 10_000, keepAlive: true });
  // A connection that breaks fails the next query; without a listener the event would end the process.
  client.on("error", () => {});
  return client;
}

/** The one row that a statement answers, by a connection of its own. */
export async function askOne<Row extends object>(url: string, statement: string): Promise<Row> {
  const client = await open(url);
  try {
    return (await client.query(statement)).rows[0] as Row;
  } finally {
    await client.end();
  }
}
