/** Nobody notices that writes wait for as long as this. */
const SHORT_MS = 150;
/** The longest hold that a move promises (docs/move-database.md). */
const HOLD_MS_MAX = 2_000;
/** A round that takes this share of the one before brings less to bring over. */
const SHORTER = 0.8;

/**
 * Whether writes can be held for as long as another round would take: it is short, or rounds get no shorter and one is within what is
 * promised. On a slow or busy machine, looking at every table takes longer than `SHORT_MS` even when hardly a row has changed.
 * Takes the milliseconds of each round until now.
 */
export function isRestShort(took: readonly number[]): boolean {
  const last = took.at(-1);
  if (last === undefined) return false;
  if (last < SHORT_MS) return true;
  const before = took.slice(-3, -1);
  return last <= HOLD_MS_MAX && before.length === 2 && last > SHORTER * Math.min(...before);
}
