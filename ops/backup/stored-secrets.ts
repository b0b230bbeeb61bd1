import { existsSync, readFileSync } from "node:fs";
import { getSecretsFile } from "#config/stored-secrets.ts";
import { writeDurably } from "./durable-write.ts";

/** What the data folder keeps of secrets, as it is written there; null when nothing is kept. */
export function readStoredSecrets(dataDir: string): string | null {
  const file = getSecretsFile(dataDir);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Puts the secrets back where there are none: without them everybody is signed out. Those that are there stay. */
export async function restoreSecrets(dataDir: string, secrets: string | null): Promise<void> {
  if (secrets === null || existsSync(getSecretsFile(dataDir))) return;
  await writeDurably(getSecretsFile(dataDir), one(Buffer.from(secrets)));
}

async function* one(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}
