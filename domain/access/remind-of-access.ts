import { and, eq, gt, isNull, or } from "drizzle-orm";
import { grants, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";
import { isLastOfCourse } from "./list-ending-grants.ts";

/** How many students one write reminds. */
export const REMINDED_AT_ONCE_MAX = 100;

/**
 * Reminds students that their access ends in so many days, once of each: whoever was reminded meanwhile, renewed or was given more is
 * left alone. Gives back how many were.
 */
export async function remindOfAccess(
  ctx: WriteCtx,
  input: { reminders: readonly { grantId: string; days: number }[] },
): Promise<number> {
  authorize(ctx, "access.remind", {});
  let reminded = 0;
  for (const { grantId, days } of input.reminders.slice(0, REMINDED_AT_ONCE_MAX)) {
    const [grant] = await ctx.tx
      .update(grants)
      .set({ remindedDays: days })
      .where(
        and(
          eq(grants.id, grantId),
          isNull(grants.revokedAt),
          or(isNull(grants.remindedDays), gt(grants.remindedDays, days)),
          isLastOfCourse(ctx.tx),
        ),
      )
      .returning();
    if (!grant?.endsAt) continue;
    const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, grant.studentId));
    if (!student) continue;
    await enqueueMail(ctx, {
      kind: "access_ends",
      to: student.email,
      payload: { grantId, isOver: grant.endsAt <= ctx.now },
      dedupeKey: `${grantId}:${days}`,
    });
    reminded += 1;
  }
  if (reminded > 0) await audit(ctx, "access.remind", { type: "school", id: "school" }, { after: { reminded } });
  return reminded;
}
