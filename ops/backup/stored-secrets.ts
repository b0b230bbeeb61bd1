import { existsSync, readFileSync } from "node:fs";
import { secretsFile } from "#config/stored-secrets.ts";
import { writeDurably } from "./durable-write.ts";

/** What the data folder keeps of secrets, as it is written there; null when nothing is kept. */
export function readSecrets(dataDir: string): string | null {
  const file = secretsFile(dataDir);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Puts the secrets back where there are none: without them everybody is signed out. Those that are there stay. */
export async function putSecretsBack(dataDir: string, secrets: string | null): Promise<void> {
  if (secrets === null || existsSync(secretsFile(dataDir))) return;
  await writeDurably(secretsFile(dataDir), one(Buffer.from(secrets)));
}

async function* one(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}
