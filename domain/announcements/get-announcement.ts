import { and, asc, count, eq, sql } from "drizzle-orm";
import { announcements, cohorts, outbox, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { composeMail, type MailContext } from "../mail/compose-mail.ts";
import type { RenderedLetter } from "../mail/render-letter.ts";
import { isAllowed } from "../policy.ts";
import { findAnnouncement } from "./find-announcement.ts";
import type { Announcement } from "./machine.ts";
import { isRecipient } from "./is-recipient.ts";

export type AnnouncementView = {
  announcement: Announcement;
  cohortName: string | null;
  authorName: string;
  /** How many people a draft would reach now. Of what was sent, for how many a mail was made. */
  recipients: number;
  /** Of those mails, how many have not left yet: at night they wait for the morning. */
  waiting: number;
  /** The mail as the first of them would get it; undefined where there is nobody. */
  preview: { name: string; letter: RenderedLetter } | undefined;
  maySend: boolean;
};

/** An announcement with what its readers get; undefined when there is none or the actor may not see it. */
export async function getAnnouncement(
  ctx: ReadCtx,
  id: string,
  mail: MailContext,
): Promise<AnnouncementView | undefined> {
  if (!isId("announcement", id)) return undefined;
  const { announcement, teacherIds } = await findAnnouncement(ctx.read, id);
  if (!announcement || !isAllowed(ctx.actor, "announcement.read", { teacherIds })) return undefined;
  const { read } = ctx;
  const where = isRecipient(read, announcement);
  const [counted] = await read.select({ value: count() }).from(users).where(where);
  const [first] = await read
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(where)
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(1);
  const promised = first && {
    ...{ kind: "announcement", recipient: first.email, language: null },
    payload: { announcementId: id, studentId: first.id },
  };
  const letter = promised && (await composeMail(read, promised, mail));
  const [beside] = await read
    .select({ authorName: users.name, cohortName: cohorts.name })
    .from(announcements)
    .innerJoin(users, eq(users.id, announcements.authorId))
    .leftJoin(cohorts, eq(cohorts.id, announcements.cohortId))
    .where(eq(announcements.id, id));
  return {
    announcement,
    cohortName: beside?.cohortName ?? null,
    authorName: beside?.authorName ?? "",
    recipients: announcement.state === "draft" ? (counted?.value ?? 0) : announcement.mails,
    waiting: announcement.state === "draft" ? 0 : await countWaiting(read, id),
    preview: first && letter ? { name: first.name, letter } : undefined,
    maySend: isAllowed(ctx.actor, "announcement.send", { teacherIds }),
  };
}

/** The state is written out, so that the index of what waits is used. */
async function countWaiting(read: Reader, id: string): Promise<number> {
  const ofIt = `${id}:`;
  const isOfIt = eq(sql`substr(${outbox.dedupeKey}, 1, ${sql.raw(String(ofIt.length))})`, ofIt);
  const [waiting] = await read
    .select({ value: count() })
    .from(outbox)
    .where(and(sql`${outbox.state} = 'pending'`, eq(outbox.kind, "announcement"), isOfIt));
  return waiting?.value ?? 0;
}
