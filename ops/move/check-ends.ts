import BetterSqlite from "better-sqlite3";
import { detectPooler } from "#db/detect-pooler.ts";
import { engineOf } from "#db/engine.ts";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";
import { askOne, open } from "./postgres-rows.ts";

const POSTGRES_MIN = 14;

type Server = { version: string; number: string; encoding: string; collation: string; schema: string | null };
const SERVER = `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
  pg_encoding_to_char(encoding) AS encoding, datcollate AS collation, current_schema() AS schema
  FROM pg_database WHERE datname = current_database()`;

/** What says why nobody may make a table there, and the mend for it. */
const REFUSALS = { "42501": "move.may_not_create", "25006": "move.target_is_read_only" } as const;

/** Makes a table at the target and takes it back: rights and settings are of too many kinds to be read. */
async function tryToCreate(url: string): Promise<void> {
  const client = await open(url);
  try {
    await client.query("BEGIN; CREATE TABLE public.matricula_trial (id integer); DROP TABLE public.matricula_trial");
    await client.query("ROLLBACK");
  } catch (error) {
    const { code, message: why } = error as { code?: string; message: string };
    const key = REFUSALS[code as keyof typeof REFUSALS];
    if (!key) throw error;
    const database = decodeURIComponent(new URL(url).pathname.slice(1));
    throw new MessageError(message(key, { why, database, account: String(client.user) }), { cause: error });
  } finally {
    await client.end();
  }
}

const describeServer = ({ version, encoding, collation }: Server) =>
  message("move.postgres_version", { version: version.split(" ")[0] ?? version, encoding, collation });

/** Refuses a server that could not keep a school. The order of texts is the school's own, whatever the database's. */
export async function checkServer(url: string): Promise<void> {
  if (await detectPooler(url)) throw new MessageError(message("move.pooler_at_target"));
  const server = await askOne<Server>(url, SERVER);
  // Any other encoding lacks signs that people's names have.
  if (server.encoding !== "UTF8")
    throw new MessageError(message("move.encoding_is_wrong", { encoding: server.encoding }));
  if (Math.floor(Number(server.number) / 10_000) < POSTGRES_MIN)
    throw new MessageError(message("move.postgres_too_old", { version: server.version, oldest: POSTGRES_MIN }));
  if (server.schema !== "public")
    throw new MessageError(message("move.schema_is_wrong", { schema: server.schema ?? "" }));
  await tryToCreate(url);
}

/** SQLite is part of this program, so its version is the same for a file that is not there yet. */
function describeSqlite(): Message {
  const sqlite = new BetterSqlite(":memory:");
  const version = sqlite.prepare("SELECT sqlite_version()").pluck().get() as string;
  sqlite.close();
  return message("move.sqlite_version", { version });
}

/** The versions of both ends, with what decides how PostgreSQL keeps texts. */
export async function describeEnds(from: string, to: string): Promise<Message> {
  const [one, other] = await Promise.all(
    [from, to].map(async (url) =>
      engineOf(url) === "postgres" ? describeServer(await askOne<Server>(url, SERVER)) : describeSqlite(),
    ),
  );
  return message("move.versions", { from: one as Message, to: other as Message });
}
