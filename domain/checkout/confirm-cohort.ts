import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { cohorts, enrolments, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadCohort } from "../courses/load-course.ts";
import type { Cohort } from "../courses/machine.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isLivePlace } from "./live-places.ts";

/**
 * The school says that a cohort with a minimum number takes place, reached or not, and whoever has a place in it or still pays for one is
 * told. Once: refuses one that was confirmed or cancelled, and one that has no minimum. Cancelling it instead is `cancelCohort`.
 */
export async function confirmCohort(ctx: WriteCtx, input: { cohortId: string }): Promise<Cohort> {
  authorize(ctx, "cohort.edit", {});
  const before = await loadCohort(ctx.tx, input.cohortId);
  const [confirmed] = await ctx.tx
    .update(cohorts)
    .set({ confirmedAt: ctx.now, updatedAt: ctx.now })
    .where(
      and(
        eq(cohorts.id, before.id),
        eq(cohorts.state, "open"),
        isNotNull(cohorts.studentsMin),
        isNull(cohorts.confirmedAt),
      ),
    )
    .returning();
  if (!confirmed) throw new Refusal("wrong_state", { words: message("refusals.nothing_to_confirm") });
  const told = await ctx.tx
    .select({ enrolmentId: enrolments.id, email: users.email })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(and(eq(enrolments.cohortId, before.id), isLivePlace))
    .orderBy(asc(enrolments.id));
  for (const { enrolmentId, email: to } of told) {
    await enqueueMail(ctx, { kind: "cohort_confirmed", to, payload: { enrolmentId }, dedupeKey: enrolmentId });
  }
  await bumpCatalogueVersion(ctx);
  const after = { confirmedAt: ctx.now, students: told.length };
  await audit(ctx, "cohort.edit", { type: "cohort", id: before.id }, { after });
  return confirmed;
}
