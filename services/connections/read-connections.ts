import {
  CONNECTIONS_KEY,
  type ConnectionName,
  type Connections,
  SECRET_CONNECTIONS,
} from "#domain/settings/connections.ts";
import { getStoredOnce } from "#domain/settings/get-school-settings.ts";
import { openConnection } from "#domain/settings/seal-connection.ts";
import { runtime } from "#runtime";

/** What the owner has set in the browser, with its secrets opened. A secret that cannot be opened any more is as if it were not set. */
export async function readConnections(): Promise<Connections> {
  const { database, secret } = runtime();
  const stored = ((await getStoredOnce(database))[CONNECTIONS_KEY] ?? {}) as Connections;
  const opened = Object.entries(stored).map(([key, value]) => {
    const name = key as ConnectionName;
    return [name, SECRET_CONNECTIONS.has(name) ? openConnection(name, value, secret) : value] as const;
  });
  return Object.fromEntries(opened.filter(([, value]) => value !== undefined));
}
