import { eq } from "drizzle-orm";
import { cohorts, type enrolments, users } from "#db/schema/index.ts";
import { grantAccess } from "../access/grant-access.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { listRulesPassedOver } from "../rules/list-rules-passed-over.ts";
import { claimSeatFor } from "../waiting/claim-seat-for.ts";
import { assertNotEnrolled } from "./assert-not-enrolled.ts";
import { insertEnrolment } from "./insert-enrolment.ts";

/**
 * The school gives someone a place by hand, without an order: a scholarship, a payment outside, a mistake put right. Windows
 * and prices do not count; seats do, and the rules of the cohort unless the school says that it passes over them.
 */
export async function addEnrolment(
  ctx: WriteCtx,
  input: {
    cohortId: string;
    studentId: string;
    why: string;
    /** For how many days the course is open, instead of what the cohort says. */
    accessDays?: number | undefined;
    /** Gives the place although a rule of the cohort speaks against it. */
    inSpiteOfRules?: boolean | undefined;
    /** Whether the student is told by mail. */
    tell?: boolean;
  },
): Promise<typeof enrolments.$inferSelect> {
  authorize(ctx, "enrolment.add", {});
  const [cohort] = await ctx.tx.select().from(cohorts).where(eq(cohorts.id, input.cohortId));
  const [student] = await ctx.tx.select().from(users).where(eq(users.id, input.studentId));
  if (!cohort || !student || student.disabledAt) throw new Refusal("not_found");
  await assertNotEnrolled(ctx, { cohortId: cohort.id, studentId: student.id });
  const place = { cohortId: cohort.id, studentId: student.id };
  const passedOver = await listRulesPassedOver(ctx, { ...place, inSpiteOfRules: input.inSpiteOfRules, why: input.why });
  if (!(await claimSeatFor(ctx, place, "taken"))) throw new Refusal("cohort_full");
  const begins = { ...place, courseId: cohort.courseId, orderLineId: null, state: "active" as const };
  const enrolment = await insertEnrolment(ctx, begins);
  await recordState(ctx, { type: "enrolment", id: enrolment.id }, null, "active", input.why);
  const { accessDays } = input;
  await grantAccess(ctx, enrolment, accessDays === undefined ? cohort : { ...cohort, accessDays, accessUntil: null });
  if (input.tell ?? true) {
    const payload = { enrolmentId: enrolment.id };
    await enqueueMail(ctx, { kind: "enrolment_confirmed", to: student.email, payload, dedupeKey: enrolment.id });
  }
  await audit(
    ctx,
    "enrolment.add",
    { type: "enrolment", id: enrolment.id },
    { after: { cohort: cohort.id, student: student.id, why: input.why, ...passedOver } },
  );
  return enrolment;
}
