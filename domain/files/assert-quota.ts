import { and, eq, sql } from "drizzle-orm";
import { attachments, files, ticketMessages, tickets } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

/**
 * Refuses more bytes than one person may have sent with their own questions in all (`bytesMax`, 0 for no limit). `field` is the
 * form's field that says so. What the team sends with its answers, and the files of courses, are the school's.
 */
export async function assertQuota(
  ctx: ReadCtx,
  { addedBytes, bytesMax, field }: { addedBytes: number; bytesMax: number; field: string },
): Promise<void> {
  if (bytesMax === 0 || ctx.actor.type !== "user") return;
  const personId = ctx.actor.id;
  const [row] = await ctx.read
    .select({ bytes: sql<number>`coalesce(sum(${files.sizeBytes}), 0)`.mapWith(Number) })
    .from(tickets)
    .innerJoin(ticketMessages, eq(ticketMessages.ticketId, tickets.id))
    .innerJoin(attachments, eq(attachments.messageId, ticketMessages.id))
    .innerJoin(files, eq(files.id, attachments.fileId))
    .where(and(eq(tickets.requesterId, personId), eq(ticketMessages.authorId, personId)));
  if ((row?.bytes ?? 0) + addedBytes <= bytesMax) return;
  const words = message("refusals.upload_quota_megabytes", { megabytes: Math.floor(bytesMax / 1_000_000) });
  throw new Refusal("upload_quota", { fields: { [field]: words } });
}
