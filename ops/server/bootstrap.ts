import { type Config, config } from "#config/config.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { buildIfNeeded } from "../build.ts";
import { checkBeforeStart } from "../doctor/before-start.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { switchToFolderOwner } from "../folder-account.ts";
import { checkStorageLocation } from "../storage-location.ts";
import { prepareSchool } from "../prepare.ts";

/**
 * Everything before the first request: settings, storage location, build, migrations, and the initial data of an empty database.
 * `say` prints a line for the operator. Idempotent.
 */
export async function bootstrap(say: (line: string) => void): Promise<Config> {
  loadEnvFile();
  const settings = config();
  checkStorageLocation(settings, say);
  // The build belongs to the account that installed the program, everything after it to the owner of the data folder.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await build();
  switchToFolderOwner(settings.dataDir);
  await checkBeforeStart(settings, say);
  if (!isRoot) await build();
  // The database was only opened here to fill it.
  if (await prepareSchool(say)) await (await import("#runtime")).runtime().database.close();
  return settings;
}

async function build(): Promise<void> {
  if (!(await buildIfNeeded())) throw new MessageError(message("start.pages_not_built"));
}
