import { and, eq } from "drizzle-orm";
import { announcements } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findAnnouncement, requireAnnouncement } from "./find-announcement.ts";

/** Throws a draft away. Refuses what was sent already (`wrong_state`). Gives back whose course it was for. */
export async function discardAnnouncement(
  ctx: WriteCtx,
  input: { announcementId: string },
): Promise<{ courseId: string }> {
  const found = await findAnnouncement(ctx.tx, input.announcementId);
  authorize(ctx, "announcement.send", found);
  const { id, courseId, subject } = requireAnnouncement(found.announcement);
  const gone = await ctx.tx
    .delete(announcements)
    .where(and(eq(announcements.id, id), eq(announcements.state, "draft")))
    .returning({ id: announcements.id });
  if (gone.length === 0) throw new Refusal("wrong_state");
  await audit(ctx, "announcement.send", { type: "announcement", id }, { before: { subject } });
  return { courseId };
}
