import { type EndingGrant, listEndingGrants } from "#domain/access/list-ending-grants.ts";
import { REMINDED_AT_ONCE_MAX, remindOfAccess } from "#domain/access/remind-of-access.ts";
import { getDueReminder } from "#domain/access/get-due-reminder.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { parseReminderList } from "#domain/kernel/parse-reminder-list.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, write } from "#runtime";

const AS = { actor: createSystemActor("remind-of-access") };
const READ_AT_ONCE = 500;

/** Reminds those whose access ends soon, as many days before as the school has set, a stretch at a time. */
export async function remindOfEndingAccess(): Promise<Said> {
  const { read, now } = reading(AS.actor);
  const { accessReminderDays } = await getSchoolSettings(read);
  const days = parseReminderList(accessReminderDays) ?? [];
  let count = 0;
  let after: EndingGrant | undefined;
  while (days.length > 0) {
    const stretch = { now, days: Math.max(...days), limit: READ_AT_ONCE, ...(after ? { after } : {}) };
    const ending = await listEndingGrants(read, stretch);
    const reminders = ending.flatMap((grant) => {
      const due = getDueReminder(grant, days, now);
      return due === undefined ? [] : [{ grantId: grant.id, days: due }];
    });
    for (let from = 0; from < reminders.length; from += REMINDED_AT_ONCE_MAX) {
      const some = reminders.slice(from, from + REMINDED_AT_ONCE_MAX);
      count += await write(AS, (ctx) => remindOfAccess(ctx, { reminders: some }));
    }
    after = ending.at(-1);
    if (ending.length < READ_AT_ONCE) break;
  }
  return message("jobs.reminded", { count });
}
