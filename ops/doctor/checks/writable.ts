import path from "node:path";
import { findFolderProblem } from "../../folder-account.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";
import { message } from "#messages/message.ts";

/** Files can be made in the data folder: attachments, backups, and SQLite's log of changes need it. Backups may go to another. */
export const writable: Check = {
  name: "writable",
  from: "start",
  run({ settings: { dataDir, filesDir, backup } }) {
    const { ok, wrong } = resultsOf("writable");
    const found: CheckResult[] = [];
    const trouble = findFolderProblem(dataDir);
    if (trouble) {
      // On a full disk or a read-only one the pages still open; without the rights nothing does.
      const refusesStart = trouble.isForbidden ? { refusesStart: true as const } : {};
      found.push(wrong(trouble.words, { mend: trouble.mend, ...refusesStart }));
    } else found.push(ok(message("doctor.can_be_written", { folder: dataDir })));
    const isElsewhere = (folder: string) => path.relative(dataDir, folder).startsWith("..");
    const troubleOfFiles = isElsewhere(filesDir) ? findFolderProblem(filesDir, "MATRICULA_FILES_DIR") : undefined;
    if (troubleOfFiles) found.push(wrong(troubleOfFiles.words, { id: "files folder", mend: troubleOfFiles.mend }));
    const troubleOfBackups = isElsewhere(backup.dir)
      ? findFolderProblem(backup.dir, "MATRICULA_BACKUP_DIR")
      : undefined;
    if (troubleOfBackups) {
      const { words, mend } = troubleOfBackups;
      found.push(wrong(message("doctor.no_backup_can_be_made", { words }), { id: "backup folder", mend }));
    }
    return found;
  },
};
