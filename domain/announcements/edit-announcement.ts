import { and, eq } from "drizzle-orm";
import { announcements } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { AnnouncementFields } from "./inputs.ts";
import { assertAudience, findAnnouncement, requireAnnouncement } from "./find-announcement.ts";
import type { Announcement } from "./machine.ts";

/** Changes a draft. Refuses what was sent already (`wrong_state`). */
export async function editAnnouncement(
  ctx: WriteCtx,
  input: AnnouncementFields & { announcementId: string },
): Promise<Announcement> {
  const found = await findAnnouncement(ctx.tx, input.announcementId);
  authorize(ctx, "announcement.send", found);
  const before = requireAnnouncement(found.announcement);
  await assertAudience(ctx, before.courseId, input);
  const { cohortId, audience, subject, body } = input;
  const [announcement] = await ctx.tx
    .update(announcements)
    .set({ cohortId, audience, subject, body, updatedAt: ctx.now })
    .where(and(eq(announcements.id, before.id), eq(announcements.state, "draft")))
    .returning();
  if (!announcement) throw new Refusal("wrong_state");
  const said = (of: Announcement) => ({ cohort: of.cohortId, audience: of.audience, subject: of.subject });
  const change = { before: said(before), after: said(announcement) };
  await audit(ctx, "announcement.send", { type: "announcement", id: before.id }, change);
  return announcement;
}
