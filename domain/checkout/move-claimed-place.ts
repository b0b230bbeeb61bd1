import { and, eq } from "drizzle-orm";
import { type AgreedTerms, type cohorts, enrolments, orderLines, users } from "#db/schema/index.ts";
import { grantAccess } from "../access/grant-access.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { Money } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { endEnrolment } from "./end-enrolment.ts";

type Moving = { why: string; orderId?: string; returned?: Money; takenOff?: Money; isUnsettled?: true };

/**
 * The step of moving an active place to a seat that is claimed already: the old one is given back, access goes along, and the terms of the new
 * cohort are kept beside those of the purchase. The student is told; `orderId`: what they have paid for it; `returned`:
 * what goes back to them; `takenOff`: what is taken off the parts that they were still to pay; `isUnsettled`: the office has left the difference in price as it was.
 */
export async function moveClaimedPlace(
  ctx: StepCtx,
  before: typeof enrolments.$inferSelect,
  target: typeof cohorts.$inferSelect,
  { why, orderId, returned, takenOff, isUnsettled }: Moving,
): Promise<void> {
  const [moved] = await ctx.tx
    .update(enrolments)
    .set({ cohortId: target.id })
    .where(and(eq(enrolments.id, before.id), eq(enrolments.state, "active"), eq(enrolments.cohortId, before.cohortId)))
    .returning();
  if (!moved) throw new Refusal("wrong_state");
  await addAgreedTerms(ctx, moved.orderLineId, { ...copyTerms(target, ctx.now), ...(isUnsettled && { isUnsettled }) });
  await endEnrolment(ctx, before, "moved to another cohort", { keeps: "more" });
  await grantAccess(ctx, moved, target);
  await recordState(ctx, { type: "enrolment", id: moved.id }, "active", "active", `moved: ${why}`);
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, moved.studentId));
  if (!student) return;
  await enqueueMail(ctx, {
    kind: "enrolment_moved",
    to: student.email,
    payload: {
      ...{ enrolmentId: moved.id, fromCohortId: before.cohortId },
      ...(orderId && { orderId }),
      ...(returned && { returned }),
      ...(takenOff && { takenOff }),
    },
    // A place may be moved again, and back.
    dedupeKey: `${moved.id}:${ctx.now.getTime()}`,
  });
}

async function addAgreedTerms(ctx: StepCtx, orderLineId: string | null, added: AgreedTerms) {
  if (orderLineId === null) return;
  const own = eq(orderLines.id, orderLineId);
  const [line] = await ctx.tx.select({ terms: orderLines.terms }).from(orderLines).where(own);
  const terms = [...(line?.terms ?? []), added];
  await ctx.tx.update(orderLines).set({ terms }).where(own);
}
