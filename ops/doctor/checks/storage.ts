import { existsSync, realpathSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { type Mount, findMount, listMounts } from "../../storage-location.ts";
import { type Check, type CheckContext, refuseIfReal, resultsOf } from "../check.ts";
import { isLocalDisk, isEphemeral, getRefusedReason } from "../filesystems.ts";
import { describeBytes, GB } from "../units.ts";
import { message } from "#messages/message.ts";

const FREE_BYTES_MIN = GB;
/** Below this share of the recommended free space, the result is wrong and not only a warning. */
const FREE_SHARE_MIN = 0.1;

/** The real path of the database file, links resolved, or of its closest existing folder. */
function getDatabaseFolder({ settings }: Pick<CheckContext, "settings">): string {
  const { database, dataDir } = settings;
  let place = database.engine === "sqlite" ? database.file : dataDir;
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
  return realpathSync(place);
}

/** `mounts` are those of this machine; tests pass their own. */
export const filesystemOn = (mounts: () => readonly Mount[]): Check => ({
  name: "filesystem",
  from: "start",
  engine: "sqlite",
  run({ settings }) {
    const { ok, warn } = resultsOf("filesystem");
    const place = getDatabaseFolder({ settings });
    const type = findMount(place, mounts())?.type;
    if (type === undefined) {
      return [
        warn(message("doctor.filesystem_unknown", { place }), { mend: message("doctor.mend_filesystem_unknown") }),
      ];
    }
    const why = getRefusedReason(type);
    if (why === undefined)
      return [
        ok(
          isLocalDisk(type)
            ? message("doctor.filesystem_is_local", { place, type })
            : message("doctor.filesystem_is", { place, type }),
        ),
      ];
    const words = message("doctor.filesystem_refused", { place, type, why });
    const isAllowed = settings.allowedFilesystems.includes(type) || (settings.allowEphemeral && isEphemeral(type));
    if (isAllowed) return [warn(message("doctor.settings_allow_it", { words }))];
    const risk = isEphemeral(type) ? "MATRICULA_ALLOW_EPHEMERAL=yes" : `MATRICULA_ALLOW_FILESYSTEM=${type}`;
    return [refuseIfReal("filesystem", settings, words, message("doctor.mend_filesystem_refused", { risk }))];
  },
});

export const filesystem = filesystemOn(listMounts);

/** At least twice the database, or a gigabyte: a backup needs as much, and so does VACUUM. */
export const freeSpace: Check = {
  name: "space",
  from: "start",
  async run({ settings, database: inspector }) {
    const { ok, warn, wrong } = resultsOf("space");
    const place = getDatabaseFolder({ settings });
    const { bavail, bsize } = statfsSync(place);
    const freeBytes = bavail * bsize;
    const { database } = settings;
    // PostgreSQL's own files lie elsewhere; its backups are made here.
    const databaseBytes = database.engine === "sqlite" ? getFileBytes(database.file) : await bytesIn(inspector);
    const wantedBytes = Math.max(FREE_BYTES_MIN, 2 * databaseBytes);
    const words = message("doctor.free_space", {
      free: describeBytes(freeBytes),
      place,
      wanted: describeBytes(wantedBytes),
    });
    const measured = { name: "free space", value: freeBytes, threshold: wantedBytes, unit: "bytes" };
    if (freeBytes >= wantedBytes) return [ok(words, { measured })];
    const say = freeBytes < wantedBytes * FREE_SHARE_MIN ? wrong : warn;
    return [say(words, { mend: message("doctor.mend_free_space"), measured })];
  },
};

async function bytesIn(inspector: CheckContext["database"]): Promise<number> {
  const [row] = (await inspector?.ask("SELECT pg_database_size(current_database()) AS bytes")) ?? [];
  return Number(row?.bytes ?? 0);
}

/** The size of a file by its name, 0 where there is none: nothing is opened. */
export function getFileBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
