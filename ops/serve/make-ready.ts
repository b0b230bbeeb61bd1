import { type Config, config } from "#config";
import { buildIfNeeded } from "../build.ts";
import { examineBeforeStart } from "../doctor/before-start.ts";
import { loadEnvFile } from "../env.ts";
import { checkPlace } from "../place.ts";
import { prepareSchool } from "../prepare.ts";

/**
 * Everything before the first request: the settings, a place that lasts, the built pages, the migrations, and what an empty
 * school needs. `say` gets what a person should read. Doing it again changes nothing.
 */
export async function makeReady(say: (line: string) => void): Promise<Config> {
  loadEnvFile();
  const settings = config();
  checkPlace(settings, say);
  await examineBeforeStart(settings, say);
  if (!(await buildIfNeeded())) throw new Error("the pages could not be built");
  // A school that was there already was not opened here.
  if (await prepareSchool(say)) await (await import("#runtime")).runtime().database.close();
  return settings;
}
