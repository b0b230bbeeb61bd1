import { type Config, config } from "#config/config.ts";
import { buildIfNeeded } from "../build.ts";
import { checkBeforeStart } from "../doctor/before-start.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { switchToFolderOwner } from "../folder-account.ts";
import { checkStorageLocation } from "../storage-location.ts";
import { prepareSchool } from "../prepare.ts";

/**
 * Everything before the first request: the settings, a place that lasts, the built pages, the migrations, and what an empty
 * school needs. `say` gets what a person should read. Doing it again changes nothing.
 */
export async function bootstrap(say: (line: string) => void): Promise<Config> {
  loadEnvFile();
  const settings = config();
  checkStorageLocation(settings, say);
  // The pages belong to whoever installed the program, what comes after them to whose the data folder is.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await build();
  switchToFolderOwner(settings.dataDir);
  await checkBeforeStart(settings, say);
  if (!isRoot) await build();
  // A school that was there already was not opened here.
  if (await prepareSchool(say)) await (await import("#runtime")).runtime().database.close();
  return settings;
}

async function build(): Promise<void> {
  if (!(await buildIfNeeded())) throw new Error("the pages could not be built");
}
