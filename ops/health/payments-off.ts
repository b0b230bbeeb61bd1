import { SECOND_MS } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { arePaymentsOff, setPaymentsOff } from "#services/payments/payments-switch.ts";
import { compareWithCheckpoint, CHECKPOINT_UNWRITTEN } from "./ledger-checkpoint.ts";
import { clearReason, setReason } from "./state.ts";
import { perProcess } from "#db/per-process.ts";

const CODE = "payments_off";
const POLL_MS = 5 * SECOND_MS;

const store = perProcess<{ current?: { timer: NodeJS.Timeout } }>("ledger-mark", () => ({}));

/**
 * Compares the database with its mark now, and from then on every few seconds. A database that is older than its mark, or that
 * cannot be compared, takes no payments until a person has looked and accepted it (`npm run accept-database`), or the right
 * one is back: money would be asked or given back twice by books that have forgotten.
 */
export async function startCheckpointWatch(): Promise<void> {
  const file = runtime().config.markFile;
  if (file === null || store.current) return;
  const timer = setInterval(() => void checkCheckpoint(file), POLL_MS);
  timer.unref();
  store.current = { timer };
  setPaymentsOff(true);
  await checkCheckpoint(file);
}

/** For tests, and for a process that ends. */
export function stopCheckpointWatch(): void {
  clearInterval(store.current?.timer);
  delete store.current;
  setPaymentsOff(false);
  clearReason(CODE);
}

async function checkCheckpoint(file: string): Promise<void> {
  if (!store.current) return;
  const why = await getOffReason(file);
  if (!store.current) return;
  if (why !== undefined && !arePaymentsOff()) log().error({ why }, "payments are off");
  setPaymentsOff(why !== undefined);
  if (why === undefined) clearReason(CODE);
  else {
    const mend = `Look whether this is the right database (\`npm run doctor\`; Payments in the office beside the provider's own list). If it is not, put the right one back. If it is, and what it has forgotten was set right by hand, run \`npm run accept-database\`: payments go on within ${POLL_MS / SECOND_MS} seconds.`;
    setReason({
      code: CODE,
      isCritical: true,
      words: `${why} Therefore the school takes no payments and sends no refunds.`,
      mend,
    });
  }
}

/** In words, or undefined when payments may be taken. */
async function getOffReason(file: string): Promise<string | undefined> {
  try {
    const { state, mark, last } = await compareWithCheckpoint(file);
    if (state === "behind")
      return `The database is older than it was: its ledger ends at journal ${last?.seq ?? 0}, and had come to ${mark?.seq}.`;
    if (state === "restored")
      return `The database was put back from the backup of ${mark?.restored}: what was paid since is not in it.`;
    if (state === "other") return `This is another database than before: its ledger differs at journal ${mark?.seq}.`;
    // Another process may have written what this one could not.
    if (mark && mark.seq === last?.seq) clearReason(CHECKPOINT_UNWRITTEN);
    return undefined;
  } catch (error) {
    log().warn({ err: error }, "the ledger could not be compared with its checkpoint");
    return `The ledger could not be compared with its mark in ${file}.`;
  }
}
