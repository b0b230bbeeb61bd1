import { existsSync, readFileSync, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { readConfig } from "#config/config.ts";
import { getDatabaseUrl } from "../database-kind.ts";
import { readMarkers } from "../move/markers.ts";
import { isDecidedByFile } from "../move/write-setting.ts";

const LOOK_EVERY_MS = 250;
/** After a failure: new processes take a few seconds to start, or not to. */
const REST_MS = 10_000;

/** Settings that say where the school is; the others only have a meaning beside the first. */
type Place = {
  DATABASE_URL: string;
  DATABASE_REPLICA_URL: string | undefined;
  MATRICULA_DIRECT_DATABASE_URL: string | undefined;
  MATRICULA_FILES_DIR: string | undefined;
};

/** What the settings file says now, when the school has moved there from where `env` says; undefined otherwise. */
async function findNewPlace(file: string, env: NodeJS.ProcessEnv, hasFilesDir: boolean): Promise<Place | undefined> {
  const written = parseEnv(readFileSync(file, "utf8"));
  const { DATABASE_URL, DATABASE_REPLICA_URL, MATRICULA_DIRECT_DATABASE_URL, MATRICULA_FILES_DIR } = written;
  if (!DATABASE_URL || DATABASE_URL === env.DATABASE_URL) return undefined;
  const files = hasFilesDir ? MATRICULA_FILES_DIR : env.MATRICULA_FILES_DIR;
  const place = { DATABASE_URL, DATABASE_REPLICA_URL, MATRICULA_DIRECT_DATABASE_URL, MATRICULA_FILES_DIR: files };
  const [from, to] = [env, { ...env, ...place }].map((each) => getDatabaseUrl(readConfig(each)));
  const [old, fresh] = [await readMarkers(from as string), await readMarkers(to as string)];
  // Whoever changes the setting by hand starts the school again; only a move says that this is the same school.
  const isMove = old.moved !== undefined && fresh.moved === undefined && fresh.arriving === undefined;
  return isMove ? place : undefined;
}

/**
 * Calls `onMoved` with the new settings as soon as a move has sealed the database of `env` and has written the new one into
 * the settings file; answers how to stop that. Does nothing where the environment decides, which this process cannot see change.
 */
export function followMove(file: string, env: NodeJS.ProcessEnv, onMoved: (place: Place) => Promise<void>): () => void {
  if (!isDecidedByFile(file, "DATABASE_URL", env)) return () => {};
  // As it was at the start: afterwards the file and the environment differ.
  const hasFilesDir = isDecidedByFile(file, "MATRICULA_FILES_DIR", env);
  let seen = versionOf(file);
  let isLooking = false;
  let restUntil = 0;
  const look = async () => {
    const version = versionOf(file);
    if (isLooking || version === seen || version === undefined || performance.now() < restUntil) return;
    isLooking = true;
    try {
      const place = await findNewPlace(file, env, hasFilesDir);
      if (place !== undefined) await onMoved(place);
      seen = version;
    } catch {
      // A file that is half written, or a server that cannot be reached just now, is read again.
      restUntil = performance.now() + REST_MS;
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

function versionOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { ino, mtimeMs, size } = statSync(file);
  return `${ino} ${mtimeMs} ${size}`;
}
