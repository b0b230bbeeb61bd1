import { existsSync, lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { type Check, type CheckResult, type CheckContext, resultsOf } from "../check.ts";
import { message, type Said } from "#messages/message.ts";

/** More are counted but not listed: one command mends them all. */
const NAMED_MAX = 5;
/** The check at a start looks at the folder only; the full one at no more entries than this. */
const ENTRIES_MAX = 50_000;

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

type Wrong = { place: string; words: Said; mend: Said };

const octal = (mode: number) => (mode & 0o777).toString(8).padStart(4, "0");
const quoted = (place: string) => `'${place.replaceAll("'", "'\\''")}'`;

/** Everything in the school's folders must be private to its account: 0600 and 0700, one owner. */
export const permissions: Check = {
  name: "permissions",
  from: "start",
  run: (context) => checkPermissions(context, 1),
};

/** The same, down to the last attachment and backup. */
export const allPermissions: Check = {
  name: "permissions",
  from: "quick",
  run: (context) => checkPermissions(context, Number.POSITIVE_INFINITY),
};

function checkPermissions({ settings }: CheckContext, depthMax: number): CheckResult[] {
  const { ok, warn, wrong } = resultsOf("permissions");
  const { dataDir, filesDir, database, backup } = settings;
  const folders = [dataDir, filesDir, backup.dir];
  if (!existsSync(dataDir)) return [];
  // SQLite's file may lie elsewhere, in a folder that is shared: then its own three files are what counts.
  const files = database.engine === "sqlite" ? ["", "-wal", "-shm"].map((end) => database.file + end) : [];
  const owner = lstatSync(dataDir).uid;
  const seen = new Set<string>();
  const found: Wrong[] = [];
  for (const place of walk([...folders, ...files], depthMax)) {
    if (seen.has(place) || seen.size >= ENTRIES_MAX) continue;
    seen.add(place);
    found.push(...wrongAbout(place, owner));
  }
  const findings = found.slice(0, NAMED_MAX).map(({ words, mend }) => wrong(words, { mend }));
  if (found.length > NAMED_MAX) {
    const mend = `chmod -R u=rwX,go= ${quoted(dataDir)}`;
    findings.push(wrong(message("doctor.more_are_as_wrong", { count: found.length - NAMED_MAX }), { mend }));
  }
  if (findings.length === 0) findings.push(ok(message("doctor.files_are_private", { count: seen.size })));
  if (process.getuid && process.getuid() !== 0 && process.getuid() !== owner) {
    findings.push(
      warn(message("doctor.folder_of_another_account", { folder: dataDir, owner, account: process.getuid() })),
    );
  }
  return findings;
}

function* walk(places: string[], depth: number): Generator<string> {
  for (const place of places) {
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (!found) continue;
    yield place;
    if (!found.isDirectory() || depth < 1) continue;
    let inside: string[];
    try {
      inside = readdirSync(place);
    } catch {
      // Unreadable for this account, which the result of its folder says.
      continue;
    }
    yield* walk(
      inside.map((name) => path.join(place, name)),
      depth - 1,
    );
  }
}

function wrongAbout(place: string, owner: number): Wrong[] {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isSymbolicLink()) {
    return [{ place, words: message("doctor.file_is_a_link", { place }), mend: message("doctor.mend_file_is_a_link") }];
  }
  const wanted = found.isDirectory() ? FOLDER_MODE : FILE_MODE;
  const wrongs: Wrong[] = [];
  // Fewer rights than these are fine: a backup may be read-only.
  if ((found.mode & 0o777 & ~wanted) !== 0) {
    const words = message("doctor.file_is_open", { place, mode: octal(found.mode), wanted: octal(wanted) });
    wrongs.push({ place, words, mend: `chmod ${octal(wanted)} ${quoted(place)}` });
  }
  if (found.uid !== owner) {
    const words = message("doctor.file_of_another_account", { place, uid: found.uid, owner });
    wrongs.push({ place, words, mend: `chown ${owner} ${quoted(place)}` });
  }
  return wrongs;
}
