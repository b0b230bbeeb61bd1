import { and, count, eq, isNotNull, isNull } from "drizzle-orm";
import { cohorts, enrolments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadCohort } from "../courses/load-course.ts";
import type { Cohort } from "../courses/machine.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isLivePlace } from "./live-places.ts";

/**
 * The school says that a cohort with a minimum number takes place, reached or not. Whoever has a place in it or still pays for one is
 * told by a job, a stretch of them at a time (tell-of-confirmation.ts). Once: refuses one that was confirmed or cancelled, and one that has no minimum. Cancelling it instead is `cancelCohort`.
 */
export async function confirmCohort(ctx: WriteCtx, input: { cohortId: string }): Promise<Cohort> {
  authorize(ctx, "cohort.edit", {});
  const before = await loadCohort(ctx.tx, input.cohortId);
  const [confirmed] = await ctx.tx
    .update(cohorts)
    .set({ confirmedAt: ctx.now, confirmedToldTo: "", updatedAt: ctx.now })
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
  const [live] = await ctx.tx
    .select({ students: count() })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, before.id), isLivePlace));
  await bumpCatalogueVersion(ctx);
  const after = { confirmedAt: ctx.now, students: live?.students ?? 0 };
  await audit(ctx, "cohort.edit", { type: "cohort", id: before.id }, { after });
  return confirmed;
}
