import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type EndingPlace, markCohortEnding } from "./mark-cohort-ending.ts";

/** Keeps that a place of a cancelled cohort could not be ended, and why: the code of a refusal, or `broken`. The job tries it again. */
// eslint-disable-next-line matricula/write-verbs-check -- Nothing has changed for anybody: the list of the places says it.
export async function recordCohortEndingFailure(
  ctx: WriteCtx,
  input: { cohortId: string; place: EndingPlace; failure: string },
): Promise<void> {
  authorize(ctx, "enrolment.cancel", {});
  const { cohortId, place, failure } = input;
  await markCohortEnding(ctx, cohortId, place, { state: "failed", failure });
}
