import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";

/** What the office has done to somebody's access. */
export type AccessChange = "extended" | "shortened" | "given" | "revoked";

/** Tells a student what the office did to their access, and why; until when the course is open is read when the mail is written. */
export async function notifyOfAccess(
  ctx: StepCtx,
  facts: { studentId: string; courseId: string; change: AccessChange; why: string; key: string },
): Promise<void> {
  const { studentId, courseId, change, why, key } = facts;
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, studentId));
  if (!student) return;
  await enqueueMail(ctx, {
    kind: "access_changed",
    to: student.email,
    payload: { studentId, courseId, change, why, at: ctx.now.getTime() },
    dedupeKey: `${change}:${key}`,
  });
}
