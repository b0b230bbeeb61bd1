import { createSystemActor } from "#domain/kernel/actor.ts";
import { type FillCursor, fillTextKeys } from "#domain/maintenance/fill-text-keys.ts";
import { message, type Said } from "#messages/message.ts";
import { write } from "#runtime";

/** Makes every key that is missing, a write at a time, so that others have their turn between two. */
export async function fillAllTextKeys(): Promise<Said> {
  const as = { actor: createSystemActor("fill-text-keys") };
  let writes = 0;
  let place: FillCursor | undefined;
  do {
    place = await write(as, (ctx) => fillTextKeys(ctx, place), { durable: false });
    writes += 1;
  } while (place);
  return message("jobs.filled_in", { count: writes });
}
