import path from "node:path";
import { findFolderTrouble } from "../../folder-account.ts";
import { type Check, type Finding, saying } from "../check.ts";

/** Files can be made in the data folder: attachments, backups, and SQLite's log of changes need it. Backups may go to another. */
export const writable: Check = {
  name: "writable",
  from: "start",
  examine({ settings: { dataDir, backup } }) {
    const { ok, wrong } = saying("writable");
    const found: Finding[] = [];
    const trouble = findFolderTrouble(dataDir);
    if (trouble) {
      // On a full disk or a read-only one the pages still open; without the rights nothing does.
      const refusesStart = trouble.isForbidden ? { refusesStart: true as const } : {};
      found.push(wrong(trouble.words, { mend: trouble.mend, ...refusesStart }));
    } else found.push(ok(`${dataDir} can be written.`));
    const isElsewhere = path.relative(dataDir, backup.dir).startsWith("..");
    const troubleOfBackups = isElsewhere ? findFolderTrouble(backup.dir, "MATRICULA_BACKUP_DIR") : undefined;
    if (troubleOfBackups) {
      const { words, mend } = troubleOfBackups;
      found.push(wrong(`No backup can be made: ${words}`, { id: "backup folder", mend }));
    }
    return found;
  },
};
