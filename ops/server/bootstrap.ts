import { type Config, config } from "#config/config.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { buildIfNeeded, isBuilt } from "../build.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { switchToFolderOwner } from "../folder-account.ts";
import { checkStorageLocation } from "../storage-location.ts";

/** Everything before the first request. Idempotent. `say` prints a line for the operator. */
export async function bootstrap(say: (line: string) => void): Promise<void> {
  await makeReady(await readSettings(say), { say });
}

/** The settings and the storage location. From here on this process is of the account that owns the data folder. */
export async function readSettings(say: (line: string) => void): Promise<Config> {
  loadEnvFile();
  const settings = config();
  checkStorageLocation(settings, say);
  // The build belongs to the account that installed the program, everything after it to the owner of the data folder.
  if (process.getuid?.() === 0) await build();
  switchToFolderOwner(settings.dataDir);
  return settings;
}

/** Checks, the build, migrations, and the initial data of an empty database. `beforeBuild` is called if there is something to build. */
export async function makeReady(
  settings: Config,
  { say, beforeBuild }: { say: (line: string) => void; beforeBuild?: () => Promise<void> },
): Promise<void> {
  const { checkBeforeStart } = await import("../doctor/before-start.ts");
  const { prepareSchool } = await import("../prepare.ts");
  // Before the checks, which would find a sealed database damaged.
  await (await import("../begin-command.ts")).refuseMoved();
  await checkBeforeStart(settings, say);
  if (!isBuilt()) {
    await beforeBuild?.();
    await build();
  }
  // The database was only opened here to fill it.
  if (await prepareSchool(say)) await (await import("#runtime")).runtime().database.close();
}

async function build(): Promise<void> {
  if (!(await buildIfNeeded())) throw new MessageError(message("start.pages_not_built"));
}
