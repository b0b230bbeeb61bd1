/**
 * Moves the school's files to another folder while it serves: a copy of all, then of what came meanwhile, and of the last ones while
 * nothing can be written. A file's bytes are kept before the row that speaks of them, so after that each row has its bytes there.
 */
import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";
import { LEAVING } from "#providers/files.ts";
import { hashBytes, readFileBytes } from "../backup/bytes.ts";
import { makeBackupsFolder, writeDurably } from "../backup/durable-write.ts";
import { describeBytes } from "../doctor/units.ts";
import { findFolderProblem } from "../folder-account.ts";

/** As many at once: a folder of the network answers each slowly. */
const AT_ONCE = 8;
/** Attachments are for the school's account alone, wherever they are. */
const OF_OTHERS = 0o077;
const FIRST = /^[0-9a-f]{2}$/;
const REST = /^[0-9a-f]{62}$/;

export type FilesProgress = { files: number; filesTotal: number };

export type FilesMove = {
  /** Throws when the files could not go there; answers how many they are. Changes nothing. */
  look(): Promise<Message>;
  /** Copies all that are not there yet; those that are there are read, and written anew where they are not what they should be. */
  copy(signal?: AbortSignal): Promise<Message>;
  /** Copies those that have come since. */
  copyRest(): Promise<void>;
};

const placeOf = (folder: string, sha256: string) => path.join(folder, sha256.slice(0, 2), sha256.slice(2));

export function openFilesMove(
  from: string,
  to: string,
  onProgress: (progress: FilesProgress) => void = () => {},
): FilesMove {
  /** What stands at the target, whole. */
  const there = new Set<string>();
  const damaged: string[] = [];

  async function bring(sha256: string): Promise<void> {
    const place = placeOf(to, sha256);
    if (existsSync(place) && (await hashOf(place)) === sha256) return void there.add(sha256);
    const found = await findPlace(from, sha256);
    // Taken away since it was listed, because no row speaks of it.
    if (found === undefined) return;
    await makeBackupsFolder(path.dirname(place));
    await writeDurably(place, readFileBytes(found));
    const [ours, theirs] = [await hashOf(found), await hashOf(place)];
    if (ours !== theirs) throw new MessageError(message("move.file_differs", { file: place }));
    if (theirs !== sha256) damaged.push(sha256);
    there.add(sha256);
  }

  return {
    async look() {
      refuseFolder(from, to);
      let [files, bytes, missing] = [0, 0, 0];
      for (const sha256 of await listNames(from)) {
        const size = await sizeOf(await findPlace(from, sha256));
        [files, bytes] = [files + 1, bytes + size];
        if (!existsSync(placeOf(to, sha256))) missing += size;
      }
      const free = freeBytes(to);
      const sizes = { folder: to, free: describeBytes(free), wanted: describeBytes(missing) };
      if (free < missing) throw new MessageError(message("move.too_little_space_for_files", sizes));
      return message("move.files_to_copy", { files, size: describeBytes(bytes), ...sizes });
    },
    async copy(signal) {
      await makeBackupsFolder(to);
      const names = await listNames(from);
      let done = 0;
      await side(names, async (sha256) => {
        if (signal?.aborted) throw new MessageError(message("move.ended"));
        await bring(sha256);
        onProgress({ files: ++done, filesTotal: names.length });
      });
      const copied = { files: there.size, folder: to };
      const [first] = damaged;
      if (first === undefined) return message("move.files_copied", copied);
      return message("move.files_copied_damaged", { ...copied, damaged: damaged.length, first });
    },
    async copyRest() {
      const names = await listNames(from);
      await side(
        names.filter((sha256) => !there.has(sha256)),
        bring,
      );
    },
  };
}

/** Several at once; the first error ends it. */
async function side(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
  const waiting = names.values();
  const one = async () => {
    for (const name of waiting) await work(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** The names of a folder's files, also of those about which it is being decided just now whether they go. */
async function listNames(folder: string): Promise<string[]> {
  const all: string[] = [];
  for (const first of existsSync(folder) ? await readdir(folder) : []) {
    if (!FIRST.test(first)) continue;
    const found = await readdir(path.join(folder, first));
    const names = new Set(found.map((name) => (name.endsWith(LEAVING) ? name.slice(0, -LEAVING.length) : name)));
    for (const name of names) if (REST.test(name)) all.push(first + name);
  }
  return all;
}

async function findPlace(folder: string, sha256: string): Promise<string | undefined> {
  const place = placeOf(folder, sha256);
  // It may get its own name back between two looks.
  return [place, place + LEAVING, place].find((each) => existsSync(each));
}

const sizeOf = async (place: string | undefined) => (place === undefined ? 0 : (await stat(place)).size);
const hashOf = async (place: string) => (await hashBytes(readFileBytes(place))).sha256;

/** A folder that is none yet is on the disk of the nearest that is. */
function freeBytes(folder: string): number {
  let at = path.resolve(folder);
  while (!existsSync(at)) at = path.dirname(at);
  const { bavail, bsize } = statfsSync(at);
  return bavail * bsize;
}

function refuseFolder(from: string, to: string): void {
  const isIn = (one: string, other: string) => !path.relative(other, one).startsWith("..");
  if (isIn(from, to) || isIn(to, from)) throw new MessageError(message("move.files_are_there", { folder: from }));
  const problem = findFolderProblem(to, "--files");
  if (problem) throw new MessageError(message("doctor.with_mend", { words: problem.words, mend: problem.mend }));
  if (existsSync(to) && (statSync(to).mode & OF_OTHERS) !== 0)
    throw new MessageError(message("move.folder_is_open", { folder: to }));
  // What an earlier run has left goes on; anything else is somebody's.
  const others = existsSync(to) ? readdirSync(to).filter((name) => !FIRST.test(name) && !isOfTheSystem(name)) : [];
  const [other] = others;
  if (other !== undefined) throw new MessageError(message("move.folder_is_not_empty", { folder: to, name: other }));
}

/** The root of a disk has such a folder, and a folder of the network such files. */
const isOfTheSystem = (name: string) => name === "lost+found" || name.startsWith(".");
