import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";

/** The pages may not be built now, for a reason that a person can mend. */
export class BuildRefusedError extends MessageError {
  override name = "BuildRefusedError";
}

/**
 * Where the built pages are, and where those before are until new ones are whole. New ones cannot be built in another folder and
 * moved: Next writes the folder's name (`distDir`) into what it builds, and into tsconfig.json.
 */
const PAGES = ".next";
const BEFORE = ".next-before";
const BUILDING = ".next-building";

/** What stays from one build to the next: what was compiled, and the pages of `next dev`. */
const LASTING = ["cache", "dev"];

/** In a folder of built pages when they are whole. */
export const BUILD_MARKER = "made-from";

/**
 * Builds new pages while those before are kept aside, and puts these back when the build fails. One that was killed is
 * cleared away by the next. `build` answers with what the pages are marked by, or with nothing when they could not be built.
 */
export async function buildWithFallback(folder: string, build: () => Promise<string | undefined>): Promise<boolean> {
  const [pages, before] = [PAGES, BEFORE].map((name) => path.join(folder, name)) as [string, string];
  return alone(path.join(folder, BUILDING), async () => {
    putBack(pages, before);
    putAside(pages, before);
    let mark: string | undefined;
    try {
      mark = await build();
    } finally {
      if (mark === undefined) putBack(pages, before);
    }
    if (mark === undefined) return false;
    writeFileSync(path.join(pages, BUILD_MARKER), mark);
    rmSync(before, { recursive: true, force: true });
    return true;
  });
}

/** Two builds would clear away each other's pages. */
async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const other = existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
  if (other !== undefined && isAlive(other)) {
    throw new BuildRefusedError(message("start.build_beside_build", { process: other, file }));
  }
  try {
    rmSync(file, { force: true });
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    throw new BuildRefusedError(message("start.build_folder_unwritable", { why: (error as Error).message }));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function putAside(pages: string, before: string): void {
  if (!existsSync(pages)) return;
  try {
    renameSync(pages, before);
  } catch (error) {
    // A volume of its own cannot be moved: its pages are built over, as they always were.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EBUSY" || code === "EXDEV") return;
    throw error;
  }
  mkdirSync(pages);
  carry(before, pages);
}

/** Pages that are marked were finished, and only those before them were not cleared away any more. */
function putBack(pages: string, before: string): void {
  if (!existsSync(before)) return;
  if (existsSync(path.join(pages, BUILD_MARKER))) return rmSync(before, { recursive: true });
  if (existsSync(pages)) carry(pages, before);
  rmSync(pages, { recursive: true, force: true });
  renameSync(before, pages);
}

function carry(from: string, to: string): void {
  for (const name of LASTING) {
    if (existsSync(path.join(from, name)) && !existsSync(path.join(to, name)))
      renameSync(path.join(from, name), path.join(to, name));
  }
}
