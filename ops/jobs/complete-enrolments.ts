import { completeDueEnrolment } from "#domain/enrolments/complete-due-enrolment.ts";
import { isComplete } from "#domain/enrolments/is-complete.ts";
import { listCohortsWithRule, listMayComplete } from "#domain/enrolments/load-completion.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, runtime, write } from "#runtime";
import { startTurn } from "./turn.ts";

const AS = { actor: createSystemActor("complete-enrolments") };
const READ_AT_ONCE = 500;
/** Well within the job's lease. */
const TURN_MS = 4 * MINUTE_MS;

/**
 * Completes what has become complete without anything being marked: a rule that asks less, a material or a meeting that was taken
 * out, two accounts that were merged. Looks a stretch at a time, and writes only what is done.
 */
export async function completeEnrolments(): Promise<Said> {
  const { read } = reading(AS.actor);
  const hasTime = startTurn(TURN_MS);
  let count = 0;
  for (const cohortId of rotate(await listCohortsWithRule(read))) count += await completeCohort(cohortId, hasTime);
  return message("jobs.enrolments_completed", { count });
}

/** Each turn begins with another one, so that none is always left when there is not time for all. */
function rotate(ids: readonly string[]): string[] {
  const first = Math.floor(runtime().clock().getTime() / TURN_MS) % Math.max(ids.length, 1);
  return [...ids.slice(first), ...ids.slice(0, first)];
}

async function completeCohort(cohortId: string, hasTime: () => Promise<boolean>): Promise<number> {
  const { read } = reading(AS.actor);
  let count = 0;
  let after = "";
  while (await hasTime()) {
    const stretch = await listMayComplete(read, { cohortId, after, limit: READ_AT_ONCE });
    for (const each of stretch) {
      if (!isComplete(each, each)) continue;
      if (await write(AS, (ctx) => completeDueEnrolment(ctx, { enrolmentId: each.enrolmentId }))) count += 1;
    }
    after = stretch.at(-1)?.enrolmentId ?? "";
    if (stretch.length < READ_AT_ONCE) break;
  }
  return count;
}
