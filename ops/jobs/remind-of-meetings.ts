import { getDueHours } from "#domain/calendar/get-due-hours.ts";
import { listComingMeetings, remindOfMeeting } from "#domain/calendar/remind-of-meeting.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { parseReminderList } from "#domain/kernel/parse-reminder-list.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, write } from "#runtime";

const AS = { actor: createSystemActor("remind-of-meetings") };
/** How many meetings one run looks at; more within the hours of the reminders are a school of another size. */
const MEETINGS_MAX = 5_000;

/** Reminds the students of meetings that begin soon, as many hours before as the school has set, a hundred at a time. */
export async function remindOfMeetings(): Promise<Said> {
  const { read, now } = reading(AS.actor);
  const { meetingReminderHours } = await getSchoolSettings(read);
  const hours = parseReminderList(meetingReminderHours) ?? [];
  if (hours.length === 0) return message("jobs.meetings_reminded", { count: 0 });
  const coming = await listComingMeetings(read, { now, hours: Math.max(...hours), limit: MEETINGS_MAX });
  let count = 0;
  for (const meeting of coming) {
    const due = getDueHours(meeting, hours, now);
    if (due === undefined) continue;
    const reminder = { meetingId: meeting.id, startsAt: meeting.startsAt, hours: due };
    let after: string | undefined;
    do after = await write(AS, (ctx) => remindOfMeeting(ctx, { ...reminder, ...(after && { after }) }));
    while (after !== undefined);
    count += 1;
  }
  return message("jobs.meetings_reminded", { count });
}
