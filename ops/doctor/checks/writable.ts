import { findFolderTrouble } from "../../folder-account.ts";
import { type Check, saying } from "../check.ts";

/** Files can be made in the data folder: attachments, backups, and SQLite's log of changes need it. */
export const writable: Check = {
  name: "writable",
  from: "start",
  examine({ settings: { dataDir } }) {
    const { ok, wrong } = saying("writable");
    const trouble = findFolderTrouble(dataDir);
    if (!trouble) return [ok(`${dataDir} can be written.`)];
    // On a full disk or a read-only one the pages still open; without the rights nothing does.
    const refusesStart = trouble.isForbidden ? { refusesStart: true as const } : {};
    return [wrong(trouble.words, { mend: trouble.mend, ...refusesStart })];
  },
};
