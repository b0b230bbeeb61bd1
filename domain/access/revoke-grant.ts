import { and, eq, isNull } from "drizzle-orm";
import { grants, renewals } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { Grant } from "./unrevoked-grants.ts";
import { notifyOfAccess } from "./notify-of-access.ts";

/**
 * Takes back one thing that opens a course: a gift, an extension, a renewal. What else opens it stays, and so does the enrolment.
 * Refuses (`not_found`) one of another enrolment or student than was said.
 */
export async function revokeGrant(
  ctx: WriteCtx,
  input: { grantId: string; why: string; notify: boolean; enrolmentId?: string; studentId?: string },
): Promise<Grant> {
  const [before] = await ctx.tx
    .select({ studentId: grants.studentId, enrolmentId: grants.enrolmentId })
    .from(grants)
    .where(eq(grants.id, input.grantId));
  if (!before) throw new Refusal("not_found");
  authorize(ctx, "access.revoke", { ownerId: before.studentId });
  const { enrolmentId: ofEnrolment = before.enrolmentId, studentId: ofStudent = before.studentId } = input;
  if (ofEnrolment !== before.enrolmentId || ofStudent !== before.studentId) throw new Refusal("not_found");
  const [revoked] = await ctx.tx
    .update(grants)
    .set({ revokedAt: ctx.now, revokedWhy: input.why })
    .where(and(eq(grants.id, input.grantId), isNull(grants.revokedAt)))
    .returning();
  if (!revoked) throw new Refusal("wrong_state");
  // It may be renewed again from where it ends now.
  await ctx.tx
    .update(renewals)
    .set({ state: "cancelled" })
    .where(and(eq(renewals.grantId, revoked.id), eq(renewals.state, "granted")));
  const { studentId, courseId, enrolmentId } = revoked;
  if (input.notify) {
    await notifyOfAccess(ctx, { studentId, courseId, change: "revoked", why: input.why, key: revoked.id });
  }
  await audit(
    ctx,
    "access.revoke",
    enrolmentId ? { type: "enrolment", id: enrolmentId } : { type: "user", id: studentId },
    { after: { grant: revoked.id, course: courseId, why: input.why } },
  );
  return revoked;
}
