import { createSystemActor } from "#domain/kernel/actor.ts";
import { purgeOpenings as purgeSome } from "#domain/usage/purge-openings.ts";
import { message, type Said } from "#messages/message.ts";
import { write } from "#runtime";

/** How many writes one run makes at most; the next run goes on where it stopped. */
const WRITES_MAX = 400;

/** Takes away the single openings that are older than the school keeps them; what was counted of them stays. */
export async function purgeOpenings(): Promise<Said> {
  const as = { actor: createSystemActor("purge") };
  let gone = 0;
  for (let turn = 0; turn < WRITES_MAX; turn++) {
    const now = await write(as, purgeSome, { durable: false });
    gone += now;
    if (now === 0) break;
  }
  return message("jobs.purged", { count: gone });
}
