import { and, eq } from "drizzle-orm";
import { type cohorts, enrolments, orderLines, users } from "#db/schema/index.ts";
import { grantAccess } from "../access/grant-access.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { claimSeatFor } from "../waiting/claim-seat-for.ts";
import { endEnrolment } from "./end-enrolment.ts";
import { enrolQueries } from "./enrol-queries.ts";

/**
 * The step of moving an active place, whoever does it. The new seat is claimed before the old one is given back; the order and what was
 * paid stay as they are, and so do the terms under which it was bought: those of the new cohort are kept beside them. The student is told, because other days and another place may be meant.
 */
export async function moveToCohort(
  ctx: StepCtx,
  before: typeof enrolments.$inferSelect,
  target: typeof cohorts.$inferSelect,
  why: string,
): Promise<void> {
  if (target.id === before.cohortId) throw new Refusal("already_enrolled");
  const [present] = await enrolQueries(ctx.tx).present.execute({ cohortId: target.id, studentId: before.studentId });
  if (present) throw new Refusal("already_enrolled");
  const place = { cohortId: target.id, studentId: before.studentId };
  if (!(await claimSeatFor(ctx, place, "taken"))) throw new Refusal("cohort_full");
  const [moved] = await ctx.tx
    .update(enrolments)
    .set({ cohortId: target.id })
    .where(and(eq(enrolments.id, before.id), eq(enrolments.state, "active"), eq(enrolments.cohortId, before.cohortId)))
    .returning();
  if (!moved) throw new Refusal("wrong_state");
  await addAgreedTerms(ctx, moved.orderLineId, target);
  await endEnrolment(ctx, before, "moved to another cohort", { keeps: "more" });
  await grantAccess(ctx, moved, target);
  await recordState(ctx, { type: "enrolment", id: moved.id }, "active", "active", `moved: ${why}`);
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, moved.studentId));
  if (!student) return;
  await enqueueMail(ctx, {
    kind: "enrolment_moved",
    to: student.email,
    payload: { enrolmentId: moved.id },
    // A place may be moved again, and back.
    dedupeKey: `${moved.id}:${ctx.now.getTime()}`,
  });
}

async function addAgreedTerms(ctx: StepCtx, orderLineId: string | null, target: typeof cohorts.$inferSelect) {
  if (orderLineId === null) return;
  const [line] = await ctx.tx
    .select({ terms: orderLines.terms })
    .from(orderLines)
    .where(eq(orderLines.id, orderLineId));
  const terms = [...(line?.terms ?? []), copyTerms(target, ctx.now)];
  await ctx.tx.update(orderLines).set({ terms }).where(eq(orderLines.id, orderLineId));
}
