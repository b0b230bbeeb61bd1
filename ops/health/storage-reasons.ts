import type { StorageState } from "#db/storage-guard.ts";
import type { ReasonInput } from "./state.ts";
import { type Message, message } from "#messages/message.ts";

type Trouble = NonNullable<StorageState["trouble"]>;
type Said = Pick<ReasonInput, "words" | "mend">;

/** What is said of each trouble, with where the database is and what the engine said. */
const WORDS: Record<Trouble, (where: string | Message, detail: string) => Said> = {
  full: (where) => ({
    words: message("health.storage_full", { where }),
    mend: message("health.mend_storage_full"),
  }),
  read_only: (where) => ({
    words: message("health.storage_read_only", { where }),
    mend: message("health.mend_storage_read_only"),
  }),
  io: (where, detail) => ({
    words: message("health.storage_io", { where, detail }),
    mend: message("health.mend_storage_io"),
  }),
  away: (where, detail) => ({
    words: message("health.storage_away", { where, detail }),
    mend: message("health.mend_storage_away"),
  }),
  left_behind: describeLeftBehind,
  moved: (_where, path) => ({
    words: message("health.storage_moved", { path }),
    mend: message("health.mend_storage_moved"),
  }),
  corrupt: (where, detail) => ({
    words: message("health.storage_corrupt", { where, detail }),
    mend: message("health.mend_storage_corrupt"),
  }),
};

/** The only server that takes writes is one whose place another has taken. */
export function describeLeftBehind(where: string | Message, detail: string): Said {
  return {
    words: message("health.storage_left_behind", { where, detail }),
    mend: message("health.mend_storage_left_behind"),
  };
}

/** The reason that a storage's state is, none when it is well. `where` names the database, without a password. */
export function getStorageReasons(
  { state, trouble, detail = "" }: StorageState,
  where: string | Message,
): ReasonInput[] {
  if (state === "ok" || trouble === undefined) return [];
  return [{ code: `storage_${trouble}`, state, isCritical: true, ...WORDS[trouble](where, detail) }];
}
