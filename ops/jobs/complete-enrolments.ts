import { completeDueEnrolment } from "#domain/enrolments/complete-due-enrolment.ts";
import { isComplete } from "#domain/enrolments/is-complete.ts";
import { listMayComplete } from "#domain/enrolments/load-completion.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, write } from "#runtime";

const AS = { actor: createSystemActor("complete-enrolments") };
const READ_AT_ONCE = 500;

/**
 * Completes what has become complete without anything being marked: a rule that asks less, a material or a meeting that was taken
 * out, two accounts that were merged. Looks a stretch at a time, and writes only what is done.
 */
export async function completeEnrolments(): Promise<Said> {
  const { read } = reading(AS.actor);
  let count = 0;
  let after = "";
  for (;;) {
    const stretch = await listMayComplete(read, after, READ_AT_ONCE);
    for (const each of stretch) {
      if (!isComplete(each, each)) continue;
      if (await write(AS, (ctx) => completeDueEnrolment(ctx, { enrolmentId: each.enrolmentId }))) count += 1;
    }
    after = stretch.at(-1)?.enrolmentId ?? "";
    if (stretch.length < READ_AT_ONCE) return message("jobs.enrolments_completed", { count });
  }
}
