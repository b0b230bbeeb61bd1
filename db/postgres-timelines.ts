import { readFile } from "node:fs/promises";
import { perProcess } from "./per-process.ts";
import { replaceFile } from "./replace-file.ts";

/** The latest timeline that was seen of each cluster, by its system identifier. A promotion begins a new one. */
export type Timelines = Map<string, number>;

const store = perProcess<{ file?: string | undefined }>("postgres-timelines", () => ({}));

/**
 * From now on this process notes in `file` what it sees, and reads there what others have seen, and itself before it was started again. The
 * next server to come back may be one whose place another has taken, while that other one is down: nothing else tells.
 */
export function setTimelinesFile(file: string | undefined): void {
  store.file = file;
}

/** What the file says; nothing where there is none. Throws when it cannot be read: then nobody knows which server is the right one. */
export async function readTimelines(): Promise<Timelines> {
  const { file } = store;
  if (file === undefined) return new Map();
  try {
    const kept = Object.entries(JSON.parse(await readFile(file, "utf8")) as object);
    if (kept.every(([, timeline]) => Number.isSafeInteger(timeline))) return new Map(kept);
    throw new Error("it holds something else than numbers");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    const why = error instanceof Error ? error.message : String(error);
    throw Object.assign(new Error(`${file} does not say which server is the right one: ${why}`), { code: "08001" });
  }
}

/** Notes what is later than what the file says. */
export async function storeTimelines(seen: Timelines): Promise<void> {
  const { file } = store;
  if (file === undefined) return;
  const kept = await readTimelines();
  if (!raise(kept, seen)) return;
  await replaceFile(file, `${JSON.stringify(Object.fromEntries(kept))}\n`);
}

/** Takes over what `seen` knows better; says whether there was anything. */
export function raise(known: Timelines, seen: Iterable<[string, number]>): boolean {
  let isRaised = false;
  for (const [system, timeline] of seen) {
    if (timeline <= (known.get(system) ?? 0)) continue;
    known.set(system, timeline);
    isRaised = true;
  }
  return isRaised;
}
