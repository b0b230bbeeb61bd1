import { existsSync, readFileSync } from "node:fs";
import { getSecretsFile } from "#config/stored-secrets.ts";
import { writeDurably } from "./durable-write.ts";

/** The text of the data folder's secrets.json; null when there is none. */
export function readStoredSecrets(dataDir: string): string | null {
  const file = getSecretsFile(dataDir);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Restores secrets.json where there is none: without it everybody is signed out. An existing one is left alone. */
export async function restoreSecrets(dataDir: string, secrets: string | null): Promise<void> {
  if (secrets === null || existsSync(getSecretsFile(dataDir))) return;
  await writeDurably(getSecretsFile(dataDir), one(Buffer.from(secrets)));
}

async function* one(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}
