import { createSystemActor } from "#domain/kernel/actor.ts";
import { type Purgeable, PURGE_ROWS_MAX, purgeRows } from "#domain/maintenance/purge-rows.ts";
import { write } from "#runtime";

/** How many writes one run makes at most; the next run goes on where it stopped. */
const WRITES_MAX = 200;

async function sweepAll(what: Purgeable): Promise<string> {
  const as = { actor: createSystemActor("sweep") };
  let gone = 0;
  for (let turn = 0; turn < WRITES_MAX; turn++) {
    const now = await write(as, (ctx) => purgeRows(ctx, what), { durable: false });
    gone += now;
    if (now < PURGE_ROWS_MAX) break;
  }
  return `took away ${gone}`;
}

export const sweepSessions = () => sweepAll("sessions");
export const sweepCodes = () => sweepAll("codes");
export const sweepRateLimits = () => sweepAll("rateLimits");
export const sweepIdempotencyKeys = () => sweepAll("idempotencyKeys");
