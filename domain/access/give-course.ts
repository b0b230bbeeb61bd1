import { eq } from "drizzle-orm";
import { courses, grants, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Extent } from "./inputs.ts";
import { type Grant, listUnrevokedGrants } from "./unrevoked-grants.ts";
import { notifyOfAccess } from "./notify-of-access.ts";
import { resolveExtent } from "./resolve-extent.ts";

/**
 * Opens a course to a student without a place in a cohort: no seat, no order, no meetings. Refuses (`wrong_state`) what is open to
 * them as long already, so that a second press gives nothing twice.
 */
export async function giveCourse(
  ctx: WriteCtx,
  input: { studentId: string; courseId: string; why: string; notify: boolean } & Extent,
): Promise<Grant> {
  authorize(ctx, "access.give", { ownerId: input.studentId });
  const { studentId, courseId, why } = input;
  const [student] = await ctx.tx.select({ disabledAt: users.disabledAt }).from(users).where(eq(users.id, studentId));
  const [course] = await ctx.tx.select({ id: courses.id }).from(courses).where(eq(courses.id, courseId));
  if (!student || student.disabledAt || !course) throw new Refusal("not_found");
  const { timezone } = await getSchoolSettings(ctx.tx);
  const endsAt = resolveExtent(input, ctx.now, timezone);
  const gifts = (await listUnrevokedGrants(ctx.tx, { studentId, courseId })).filter(
    ({ enrolmentId }) => enrolmentId === null,
  );
  if (gifts.some((gift) => gift.endsAt === null || (endsAt !== null && gift.endsAt >= endsAt))) {
    throw new Refusal("wrong_state", { words: message("refusals.open_as_long_already") });
  }
  const [grant] = await ctx.tx
    .insert(grants)
    .values({
      ...{ id: createId("grant"), studentId, courseId, why: "gift" },
      ...{ startsAt: ctx.now, endsAt, note: why, days: input.days, createdAt: ctx.now },
    })
    .returning();
  if (!grant) throw new Error("a gift was not stored");
  if (input.notify) await notifyOfAccess(ctx, { studentId, courseId, change: "given", why, key: grant.id });
  await audit(
    ctx,
    "access.give",
    { type: "user", id: studentId },
    { after: { course: courseId, accessEndsAt: endsAt, why } },
  );
  return grant;
}
