import { realpathSync } from "node:fs";
import path from "node:path";

const PROGRAM = path.resolve(/* turbopackIgnore: true */ import.meta.dirname, "..");

/**
 * A path as the person meant it who typed it. `npm run` and the server's command (deploy/systemd/matricula) go to the program's folder
 * first, and say in INIT_CWD where the person stands; called from anywhere else, that is the place.
 */
export function resolveTypedPath(typed: string): string {
  const here = process.cwd();
  const stands = realpathSync(PROGRAM) === here ? process.env.INIT_CWD : undefined;
  return path.resolve(/* turbopackIgnore: true */ stands || here, typed);
}
