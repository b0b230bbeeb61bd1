import type { Config } from "#config/config.ts";
import { isCannotSave, isOverloaded } from "#db/errors.ts";
import type { Database, Tx, WriteOptions } from "#db/types.ts";
import type { Clock } from "#domain/kernel/clock.ts";
import { ProviderTrouble } from "#domain/payments/provider.ts";
import { webhookSecret } from "./signature.ts";

/**
 * The sandbox gateway plays a company elsewhere that takes cards. It keeps its own books in tables of its own, calls no verb
 * of the school, and tells the school what happened by signed messages over HTTP, as a real one does.
 */
export type Gateway = {
  database: Database;
  clock: Clock;
  webhookSecret: string;
  /** Where the school listens for messages. */
  webhookUrl: string;
  /** Where the gateway's own pages are. */
  pagesUrl: string;
};

export type GatewayParts = { config: Config; database: Database; clock: Clock; secret: string };

/** The gateway of this school, or undefined when the school is real: play money buys nothing there. */
export function openGateway({ config, database, clock, secret }: GatewayParts): Gateway | undefined {
  if (config.isReal) return undefined;
  const host = config.host.includes(":") && !config.host.startsWith("[") ? `[${config.host}]` : config.host;
  return {
    database,
    clock,
    webhookSecret: webhookSecret(secret),
    // A demo school listens on this machine alone, whatever name people reach it by.
    webhookUrl: `http://${host}:${config.sandboxPort ?? config.port}/webhooks/sandbox`,
    pagesUrl: `${config.url}/sandbox/pay`,
  };
}

/** Writes in the gateway's books. To whoever asks, a gateway that is too busy is one that does not answer. */
export async function writeBooks<T>(gateway: Gateway, fn: (tx: Tx) => Promise<T>, options?: WriteOptions): Promise<T> {
  try {
    return await gateway.database.write(fn, options);
  } catch (error) {
    if (isOverloaded(error) || isCannotSave(error)) {
      throw new ProviderTrouble("the sandbox gateway is too busy", { cause: error });
    }
    throw error;
  }
}
