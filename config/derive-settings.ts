/** What several settings say together: which school it is, and where it is. */
import path from "node:path";
import { type PaymentProviderName, type Settings } from "./settings.ts";
import { splitList } from "./setting-values.ts";

export const isRealSchool = (settings: Settings) => settings.MATRICULA_OWNER_EMAIL !== undefined;
export const portOf = (settings: Settings) => Number(settings.PORT ?? 3000);
export const urlOf = (settings: Settings) =>
  new URL(settings.MATRICULA_URL ?? `http://localhost:${portOf(settings)}`).origin;

export function providersOf(settings: Settings): PaymentProviderName[] {
  const named = splitList(settings.MATRICULA_PAYMENT_PROVIDERS ?? "") as PaymentProviderName[];
  if (named.length > 0) return named;
  return isRealSchool(settings) ? ["bank"] : ["sandbox"];
}

// The build must be able to say this path without the bundler copying what is in it.
export const dataDirOf = (settings: Settings) =>
  path.resolve(/* turbopackIgnore: true */ settings.MATRICULA_DATA_DIR ?? "data");

export type DatabaseAddress =
  | { engine: "sqlite"; file: string }
  | {
      engine: "postgres";
      url: string;
      replicaUrl?: string;
      /** PostgreSQL itself, when `url` names a pooler before it. */
      directUrl?: string;
    };

/** The bytes on disk: a path as given for `file:`, taken from the folder the school was started in. */
export function databaseOf(settings: Settings, dataDir: string): DatabaseAddress {
  const url = settings.DATABASE_URL;
  if (url === undefined) return { engine: "sqlite", file: path.join(dataDir, "matricula.db") };
  const { DATABASE_REPLICA_URL: replicaUrl, MATRICULA_DIRECT_DATABASE_URL: directUrl } = settings;
  if (!url.startsWith("file:"))
    return { engine: "postgres", url, ...(replicaUrl && { replicaUrl }), ...(directUrl && { directUrl }) };
  return { engine: "sqlite", file: path.resolve(url.slice("file:".length).replace(/^\/\/(?=\/)/, "")) };
}
