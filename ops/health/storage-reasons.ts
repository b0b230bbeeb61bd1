import type { StorageState } from "#db/storage-guard.ts";
import type { ReasonInput } from "./state.ts";

type Trouble = NonNullable<StorageState["trouble"]>;
type Said = Pick<ReasonInput, "words" | "mend">;

const BY_ITSELF = "The school saves again by itself within half a minute after that.";

/** What is said of each trouble, with where the database is and what the engine said. */
const WORDS: Record<Trouble, (where: string, detail: string) => Said> = {
  full: (where) => ({
    words: `The disk of ${where} is full, so nothing can be saved. What was saved before is safe.`,
    mend: `Make room: \`df -h\` shows which disk it is, \`du -xh --max-depth=2\` what lies on it. ${BY_ITSELF}`,
  }),
  read_only: (where) => ({
    words: `${capital(where)} may only be read, so nothing can be saved.`,
    mend: `Let the user that runs the school write it and its folder, or mount the disk for writing; on PostgreSQL, set default_transaction_read_only off, or point DATABASE_URL to the primary. ${BY_ITSELF}`,
  }),
  io: (where, detail) => ({
    words: `The disk of ${where} fails (${detail}), so nothing can be saved.`,
    mend: `Look at \`dmesg\` and at the disk's own health; copy a backup to another disk before anything else. ${BY_ITSELF}`,
  }),
  away: (where, detail) => ({
    words: `${capital(where)} does not answer (${detail}).`,
    mend: `Start the PostgreSQL server, or mend the network on the way to it. ${BY_ITSELF}`,
  }),
  moved: (_where, path) => ({
    words: `${path} was moved or deleted while the school runs, so nothing is saved any more: nobody would find it again.`,
    mend: "Put the very same file back at its place (or let the school into its folder again, if its rights were changed), and it saves again by itself. If it is gone, stop the school, restore the latest verified backup with `npm run restore -- latest`, and start it again.",
  }),
  corrupt: (where, detail) => ({
    words: `${capital(where)} is damaged (${detail}). Nothing is saved any more, and what can be read may be wrong.`,
    mend: "Stop the school, keep a copy of the database's folder, restore the latest verified backup with `npm run restore -- latest`, and start it again. Then have the disk and the memory tested.",
  }),
};

/** The reason that a storage's state is, none when it is well. `where` names the database for a person, without a password. */
export function getStorageReasons({ state, trouble, detail = "" }: StorageState, where: string): ReasonInput[] {
  if (state === "ok" || trouble === undefined) return [];
  return [{ code: `storage_${trouble}`, state, isCritical: true, ...WORDS[trouble](where, detail) }];
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
