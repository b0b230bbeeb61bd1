import { ConfigError } from "#config/config.ts";
import { listFixedConnections, readConfigWithConnections } from "#config/stored-connections.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { isAllowed } from "#domain/policy.ts";
import { changeConnections } from "#domain/settings/change-connections.ts";
import {
  CONNECTIONS,
  type ConnectionName,
  type ConnectionPart,
  type Connections,
  SECRET_CONNECTIONS,
} from "#domain/settings/connections.ts";
import { sealConnection } from "#domain/settings/seal-connection.ts";
import { message, type Said } from "#messages/message.ts";
import { runtime, type WriteAs, write } from "#runtime";
import { applyConnections } from "./apply-connections.ts";
import { readConnections } from "./read-connections.ts";
import { explainConnection, findMissingStripeKey } from "./explain-connection.ts";
import { findConnectionFault } from "./find-connection-fault.ts";

/**
 * Sets one part of what the school is connected to, from what an owner has typed. A secret that is left empty stays as it is; another
 * value that is left empty is no longer set. Refused (`invalid_input`, beside its field) is what the operator's own settings would be
 * refused for, and a key or server that does not answer to a call; `wrong_state` is a part that the environment sets.
 */
export async function setConnections(as: WriteAs, part: ConnectionPart, typed: Connections): Promise<void> {
  // Before any server is called: the verb asks again.
  if (!isAllowed(as.actor, "connection.edit")) throw new Refusal("forbidden");
  if (listFixedConnections().includes(part)) {
    throw new Refusal("wrong_state", { words: message("refusals.set_in_environment") });
  }
  const before = await readConnections();
  const values = mergePart(part, before, typed);
  const others = Object.fromEntries(
    Object.entries(before).filter(([name]) => !CONNECTIONS[part].some((own: string) => own === name)),
  );
  const fault = await findConnectionFault(part, readOrRefuse(part, { ...others, ...values }));
  if (fault) throw new Refusal("invalid_input", { fields: { [fault.name]: fault.message } });
  await write(as, (ctx) => changeConnections(ctx, { part, values: sealAll(values) }));
  // At once for whoever has changed it; other processes read it again by themselves.
  await applyConnections();
}

function mergePart(part: ConnectionPart, before: Connections, typed: Connections): Connections {
  const names: readonly ConnectionName[] = CONNECTIONS[part];
  // A part of which everything is left empty is taken out, its secrets too.
  const isAnySaid = names.some((name) => (typed[name] ?? "").trim() !== "");
  const merged = names.map((name) => {
    const said = (typed[name] ?? "").trim();
    return [name, said === "" && isAnySaid && SECRET_CONNECTIONS.has(name) ? (before[name] ?? "") : said] as const;
  });
  return Object.fromEntries(merged.filter(([, value]) => value !== ""));
}

function readOrRefuse(part: ConnectionPart, connections: Connections) {
  const isOwn = (name: string): name is ConnectionName => CONNECTIONS[part].some((own: string) => own === name);
  const refuse = (names: ConnectionName[], words?: Said, cause?: unknown): never => {
    const fields = Object.fromEntries(names.map((name) => [name, explainConnection(name, connections)]));
    throw new Refusal("invalid_input", { fields, ...(words !== undefined && { words }), cause });
  };
  const missing = part === "stripe" ? findMissingStripeKey(connections) : undefined;
  if (missing) return refuse([missing]);
  try {
    return readConfigWithConnections(connections);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const names = error.wrongSettings.map(({ name }) => name);
    // What is wrong with another part has no field in this form: no keys for a way to pay, or a line of the operator's.
    const elsewhere = error.wrongSettings.find(({ name }) => !isOwn(name));
    const words = elsewhere?.name.startsWith("STRIPE_")
      ? message("admin_connections.stripe_first")
      : elsewhere?.message;
    return refuse(names.filter(isOwn), words, error);
  }
}

function sealAll(values: Connections): Connections {
  const { secret } = runtime();
  const sealed = Object.entries(values).map(([key, value]) => {
    const name = key as ConnectionName;
    return [name, SECRET_CONNECTIONS.has(name) ? sealConnection(name, value, secret) : value] as const;
  });
  return Object.fromEntries(sealed);
}
