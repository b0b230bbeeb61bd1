import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { assertAudience, findAnnouncement, requireAnnouncement } from "./find-announcement.ts";
import { type Announcement, announcementMachine } from "./machine.ts";
import { isRecipient } from "./is-recipient.ts";

/**
 * Sends an announcement to whoever it is for now, and not to who comes later: a job makes the mails. Refuses one that would reach
 * nobody (`nobody_to_write_to`), and one that was sent already (`wrong_state`).
 */
export async function sendAnnouncement(ctx: WriteCtx, input: { announcementId: string }): Promise<Announcement> {
  const found = await findAnnouncement(ctx.tx, input.announcementId);
  authorize(ctx, "announcement.send", found);
  const draft = requireAnnouncement(found.announcement);
  await assertAudience(ctx, draft.courseId, draft);
  const [anybody] = await ctx.tx.select({ id: users.id }).from(users).where(isRecipient(ctx.tx, draft)).limit(1);
  if (!anybody) throw new Refusal("nobody_to_write_to");
  const announcement = await transition(ctx, announcementMachine, draft.id, "sending", {
    set: { sentAt: ctx.now, updatedAt: ctx.now },
  });
  const change = { before: { state: draft.state }, after: { state: announcement.state } };
  await audit(ctx, "announcement.send", { type: "announcement", id: draft.id }, change);
  return announcement;
}
