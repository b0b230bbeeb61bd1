import { CONNECTIONS, type ConnectionPart, type Connections } from "#domain/settings/connections.ts";
import { type Config, readConfig } from "./config.ts";

type Environment = Record<string, string | undefined>;

const isSet = (text: string | undefined) => text !== undefined && text.trim() !== "";

/** The parts of which the environment sets something: they are taken from there whole, whatever the school has stored. */
export function listFixedConnections(environment: Environment = process.env): ConnectionPart[] {
  const parts = Object.entries(CONNECTIONS) as [ConnectionPart, readonly string[]][];
  return parts.filter(([, names]) => names.some((name) => isSet(environment[name]))).map(([part]) => part);
}

/**
 * The configuration with what the school has stored, where the environment does not set it. All is checked together, as at the start; throws
 * `ConfigError` with every name that is wrong.
 */
export function readConfigWithConnections(stored: Connections, environment: Environment = process.env): Config {
  const fixed = new Set(listFixedConnections(environment).flatMap((part): readonly string[] => CONNECTIONS[part]));
  const taken = Object.entries(stored).filter(([name]) => !fixed.has(name));
  return readConfig({ ...environment, ...Object.fromEntries(taken) });
}
