import { existsSync, realpathSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { type Mount, mountOf, mountsHere } from "../../storage-location.ts";
import { type Check, type Patient, refusal, saying } from "../check.ts";
import { isLocalDisk, isShortLived, whyRefused } from "../filesystems.ts";
import { bytesInWords, GB } from "../units.ts";

const FREE_BYTES_MIN = GB;
/** With less than this share of what is wanted, it cannot wait until the morning. */
const FREE_SHARE_MIN = 0.1;

/** Where the bytes are, behind every link: the database's file, or the folder above it that is there already. */
function placeOf({ settings }: Pick<Patient, "settings">): string {
  const { database, dataDir } = settings;
  let place = database.engine === "sqlite" ? database.file : dataDir;
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
  return realpathSync(place);
}

/** `mounts` are this machine's; a test brings others. */
export const filesystemOn = (mounts: () => readonly Mount[]): Check => ({
  name: "filesystem",
  from: "start",
  engine: "sqlite",
  examine({ settings }) {
    const { ok, warn } = saying("filesystem");
    const place = placeOf({ settings });
    const type = mountOf(place, mounts())?.type;
    if (type === undefined) {
      return [
        warn(`What ${place} lies on is known on Linux alone.`, { mend: "see that it is a disk of this machine" }),
      ];
    }
    const why = whyRefused(type);
    if (why === undefined)
      return [ok(`${place} lies on ${type}${isLocalDisk(type) ? ", a disk of this machine" : ""}.`)];
    const words = `${place} lies on ${type}, which ${why}.`;
    const isAllowed = settings.allowedFilesystems.includes(type) || (settings.allowEphemeral && isShortLived(type));
    if (isAllowed) return [warn(`${words} The settings allow it.`)];
    const elsewhere = "set MATRICULA_DATA_DIR to a folder on a disk of this machine";
    const risk = isShortLived(type) ? "MATRICULA_ALLOW_EPHEMERAL=yes" : `MATRICULA_ALLOW_FILESYSTEM=${type}`;
    return [refusal("filesystem", settings, words, `${elsewhere}, or ${risk} to risk it knowingly`)];
  },
});

export const filesystem = filesystemOn(mountsHere);

/** At least twice the database, or a gigabyte: a backup needs as much, and so does VACUUM. */
export const freeSpace: Check = {
  name: "space",
  from: "start",
  async examine({ settings, database: inspector }) {
    const { ok, warn, wrong } = saying("space");
    const place = placeOf({ settings });
    const { bavail, bsize } = statfsSync(place);
    const freeBytes = bavail * bsize;
    const { database } = settings;
    // PostgreSQL's own files lie elsewhere; its backups are made here.
    const databaseBytes = database.engine === "sqlite" ? bytesOf(database.file) : await bytesIn(inspector);
    const wantedBytes = Math.max(FREE_BYTES_MIN, 2 * databaseBytes);
    const words = `${bytesInWords(freeBytes)} are free where ${place} lies; ${bytesInWords(wantedBytes)} are wanted.`;
    const measured = { name: "free space", value: freeBytes, threshold: wantedBytes, unit: "bytes" };
    if (freeBytes >= wantedBytes) return [ok(words, { measured })];
    const say = freeBytes < wantedBytes * FREE_SHARE_MIN ? wrong : warn;
    return [say(words, { mend: "make room, or move the data folder to a larger disk", measured })];
  },
};

async function bytesIn(inspector: Patient["database"]): Promise<number> {
  const [row] = (await inspector?.ask("SELECT pg_database_size(current_database()) AS bytes")) ?? [];
  return Number(row?.bytes ?? 0);
}

/** The size of a file by its name, 0 where there is none: nothing is opened. */
export function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
