import { config } from "#config/config.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { MessageError } from "#messages/message-error.ts";
import { getDatabaseUrl } from "./database-kind.ts";
import { switchToFolderOwner } from "./folder-account.ts";
import { type Markers, NONE, readMarkers, refusalOf } from "./move/markers.ts";

/**
 * What every command begins with: the settings of `.env`, and the account of the data folder. What it writes is for that
 * account's eyes alone. A school that has moved, or has not arrived yet, is refused to all but those who say that they know.
 */
export async function beginCommand({ isForMoved = false } = {}): Promise<void> {
  loadEnvFile();
  process.umask(0o077);
  switchToFolderOwner(config().dataDir);
  // A database that cannot be read is told by whoever needs it, in their words; a restore mends it.
  const markers = isForMoved ? NONE : await readMarkers(getDatabaseUrl(config())).catch(() => NONE);
  refuse(markers);
}

/** Throws where no school may run: it would be a second one beside the one that has moved. */
export async function refuseMoved(): Promise<void> {
  refuse(await readMarkers(getDatabaseUrl(config())));
}

function refuse(markers: Markers): void {
  const refusal = refusalOf(markers);
  if (refusal) throw new MessageError(refusal);
}
