import { listCohortsToNotify, notifyOfMeetings } from "#domain/calendar/notify-of-meetings.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, write } from "#runtime";

const AS = { actor: createSystemActor("notify-of-meetings") };

/** Tells those who have a place in a cohort, and its teachers, what has changed in its timetable. */
export async function notifyOfChangedMeetings(): Promise<Said> {
  const { read, now } = reading(AS.actor);
  const cohortIds = await listCohortsToNotify(read, now);
  for (const cohortId of cohortIds) {
    let after: string | undefined;
    do after = await write(AS, (ctx) => notifyOfMeetings(ctx, { cohortId, until: now, ...(after && { after }) }));
    while (after !== undefined);
  }
  return message("jobs.timetables_told", { count: cohortIds.length });
}
