import { deliverAnnouncement } from "#domain/announcements/deliver-announcement.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message, type Said } from "#messages/message.ts";
import { write } from "#runtime";

/** How many writes one run makes at most; the next run goes on where it stopped. */
const WRITES_MAX = 100;

/** Makes the mails of what was sent to the students of courses, a write at a time, so that others have their turn between two. */
export async function deliverAnnouncements(): Promise<Said> {
  const as = { actor: createSystemActor("deliver-announcements") };
  let mails = 0;
  for (let turn = 0; turn < WRITES_MAX; turn++) {
    const made = await write(as, deliverAnnouncement);
    if (made === undefined) break;
    mails += made;
  }
  return message("jobs.announcements_delivered", { count: mails });
}
