import { SECOND_MS } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { arePaymentsOff, setPaymentsOff } from "#services/payments/payments-switch.ts";
import { compareWithCheckpoint, CHECKPOINT_UNWRITTEN } from "./ledger-checkpoint.ts";
import { clearReason, setReason } from "./state.ts";
import { perProcess } from "#db/per-process.ts";
import { type Message, message, sourceText } from "#messages/message.ts";

const CODE = "payments_off";
const POLL_MS = 5 * SECOND_MS;

const store = perProcess<{ current?: { timer: NodeJS.Timeout } }>("checkpoint-watch", () => ({}));

/**
 * Compares the database with its checkpoint now, and from then on every few seconds. A database that is older than that, or that
 * cannot be compared, takes no payments until a person has looked and accepted it (`npm run accept-database`), or the right
 * one is back: money would be asked or given back twice by books that have forgotten.
 */
export async function startCheckpointWatch(): Promise<void> {
  const file = runtime().config.checkpointFile;
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
  if (why !== undefined && !arePaymentsOff()) log().error({ why: sourceText(why) }, "payments are off");
  setPaymentsOff(why !== undefined);
  if (why === undefined) clearReason(CODE);
  else {
    const mend = message("health.mend_payments_off", { seconds: POLL_MS / SECOND_MS });
    setReason({
      code: CODE,
      isCritical: true,
      words: message("health.payments_off", { why }),
      mend,
    });
  }
}

/** Undefined when payments may be taken. */
async function getOffReason(file: string): Promise<Message | undefined> {
  try {
    const { state, checkpoint, last } = await compareWithCheckpoint(file);
    if (state === "behind")
      return message("health.database_is_older", { last: last?.seq ?? 0, known: checkpoint?.seq ?? 0 });
    if (state === "restored") return message("health.database_was_restored", { restored: checkpoint?.restored ?? "" });
    if (state === "other") return message("health.database_is_another", { seq: checkpoint?.seq ?? 0 });
    // Another process may have written what this one could not.
    if (checkpoint && checkpoint.seq === last?.seq) clearReason(CHECKPOINT_UNWRITTEN);
    return undefined;
  } catch (error) {
    log().warn({ err: error }, "the ledger could not be compared with its checkpoint");
    return message("health.checkpoint_unreadable", { file });
  }
}
