import type { Config } from "#config/config.ts";
import { readConfigWithConnections } from "#config/stored-connections.ts";
import { perProcess } from "#db/per-process.ts";
import type { Connections } from "#domain/settings/connections.ts";
import { log } from "#providers/log.ts";
import { reconnect, runtime } from "#runtime";
import { readConnections } from "./read-connections.ts";

/** What was applied last, and the configuration that it made. */
const store = perProcess<{ text?: string; config?: Config }>("applied-connections", () => ({}));

/**
 * Makes this process use what the owner has set in the browser. Nothing happens while it is what is used already. What contradicts the
 * environment (which may have changed since) is left out whole and said in the log: a school goes on with what its operator set.
 */
export async function applyConnections(): Promise<void> {
  const connections = await readConnections();
  const text = JSON.stringify(connections);
  const isApplied = store.text === text && store.config === runtime().config;
  if (isApplied || (store.text === undefined && text === "{}")) return;
  reconnect(readOrWarn(connections));
  Object.assign(store, { text, config: runtime().config });
}

function readOrWarn(connections: Connections) {
  try {
    return readConfigWithConnections(connections);
  } catch (error) {
    log().warn({ err: error }, "the connections set in the browser do not go with the environment, and are not used");
    return readConfigWithConnections({});
  }
}
