import { createSystemActor } from "#domain/kernel/actor.ts";
import { COUNT_OPENINGS_MAX, countOpenings } from "#domain/usage/count-openings.ts";
import { message, type Said } from "#messages/message.ts";
import { write } from "#runtime";

/** How many writes one run makes at most; the next run goes on where it stopped. */
const WRITES_MAX = 200;

/** Counts what was opened since the last time, a write at a time, so that others have their turn between two. */
export async function countUsage(): Promise<Said> {
  const as = { actor: createSystemActor("count-usage") };
  let counted = 0;
  for (let turn = 0; turn < WRITES_MAX; turn++) {
    const now = await write(as, countOpenings, { durable: false });
    counted += now;
    if (now < COUNT_OPENINGS_MAX) break;
  }
  return message("jobs.openings_counted", { count: counted });
}
