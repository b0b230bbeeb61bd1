import { createSystemActor } from "#domain/kernel/actor.ts";
import { type Purgeable, PURGE_ROWS_MAX, purgeRows } from "#domain/maintenance/purge-rows.ts";
import { message, type Said } from "#messages/message.ts";
import { write } from "#runtime";

/** How many writes one run makes at most; the next run goes on where it stopped. */
const WRITES_MAX = 200;

async function purgeInBatches(what: Purgeable): Promise<Said> {
  const as = { actor: createSystemActor("purge") };
  let gone = 0;
  for (let turn = 0; turn < WRITES_MAX; turn++) {
    const now = await write(as, (ctx) => purgeRows(ctx, what), { durable: false });
    gone += now;
    if (now < PURGE_ROWS_MAX) break;
  }
  return message("jobs.purged", { count: gone });
}

export const purgeSessions = () => purgeInBatches("sessions");
export const purgeCodes = () => purgeInBatches("codes");
export const purgeRateLimits = () => purgeInBatches("rateLimits");
export const purgeStudentImports = () => purgeInBatches("studentImports");
export const purgeForeignEvents = () => purgeInBatches("foreignEvents");
export const purgeIdempotencyKeys = () => purgeInBatches("idempotencyKeys");
export const purgeAttendanceMarks = () => purgeInBatches("attendanceMarks");
