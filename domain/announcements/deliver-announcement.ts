import { and, asc, eq, gt } from "drizzle-orm";
import { announcements, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { getWakingTime } from "./get-waking-time.ts";
import { announcementMachine } from "./machine.ts";
import { isRecipient } from "./is-recipient.ts";

/** For how many people one write makes mails, so that it holds the writer for a moment only. */
const MAILS_MAX = 100;

export async function hasAnnouncementToSend(read: Reader): Promise<boolean> {
  const { id, state } = announcements;
  return (await read.select({ id }).from(announcements).where(eq(state, "sending")).limit(1)).length > 0;
}

/**
 * Makes some of the mails of the announcement that was sent first, and says how many; undefined when there is none to send. Goes on
 * after the last student, so nobody gets two however often it is interrupted. No mail leaves at night in its reader's timezone.
 */
export async function deliverAnnouncement(ctx: WriteCtx): Promise<number | undefined> {
  authorize(ctx, "announcement.deliver", {});
  const { tx, now } = ctx;
  const [announcement] = await tx
    .select()
    .from(announcements)
    .where(eq(announcements.state, "sending"))
    .orderBy(asc(announcements.sentAt), asc(announcements.id))
    .limit(1);
  if (!announcement) return undefined;
  const { id, lastStudentId, mails } = announcement;
  const people = await tx
    .select({ id: users.id, email: users.email, timezone: users.timezone })
    .from(users)
    .where(and(isRecipient(tx, announcement), gt(users.id, lastStudentId)))
    .orderBy(asc(users.id))
    .limit(MAILS_MAX);
  for (const { id: studentId, email, timezone } of people) {
    const payload = { announcementId: id, studentId };
    const notBefore = getWakingTime(now, timezone);
    await enqueueMail(ctx, { kind: "announcement", to: email, payload, dedupeKey: `${id}:${studentId}`, notBefore });
  }
  const last = people.at(-1)?.id ?? lastStudentId;
  await tx
    .update(announcements)
    .set({ mails: mails + people.length, lastStudentId: last })
    .where(eq(announcements.id, id));
  if (people.length < MAILS_MAX) await transition(ctx, announcementMachine, id, "sent", { set: { updatedAt: now } });
  const after = { mails: mails + people.length };
  await audit(ctx, "announcement.deliver", { type: "announcement", id }, { after });
  return people.length;
}
