import { config } from "#config/config.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { switchToFolderOwner } from "./folder-account.ts";

/**
 * What every command begins with: the settings of `.env`, and the account of the data folder. What it writes is for that
 * account's eyes alone.
 */
export function beginCommand(): void {
  loadEnvFile();
  process.umask(0o077);
  switchToFolderOwner(config().dataDir);
}
