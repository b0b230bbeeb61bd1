import { spawnSync } from "node:child_process";
import { type Message, message } from "#messages/message.ts";
import { askOne } from "./postgres-rows.ts";

const SERVER = `SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS account,
  rolcreatedb OR rolsuper AS may_create FROM pg_roles WHERE rolname = current_user`;
type Server = { version: number; account: string; may_create: boolean };

/** What would keep the school from making its own backups at a PostgreSQL where it could move to. It may move all the same. */
export async function findBackupObstacles(url: string): Promise<Message[]> {
  const { version, account, may_create: mayCreate } = await askOne<Server>(url, SERVER);
  const found: Message[] = [];
  const ours = getToolVersion();
  if (ours === undefined) found.push(message("move.backup_lacks_tool", { version: String(version) }));
  else if (ours < version)
    found.push(message("move.backup_tool_is_old", { ours: String(ours), version: String(version) }));
  if (!mayCreate) found.push(message("move.backup_lacks_createdb", { account }));
  return found;
}

/** The one that a backup would run: the first in PATH. */
function getToolVersion(): number | undefined {
  const { stdout } = spawnSync("pg_dump", ["--version"], { encoding: "utf8" });
  const version = /\s(\d+)/.exec(stdout ?? "")?.[1];
  return version === undefined ? undefined : Number(version);
}
