import { z } from "zod";
import { storeAnswerFiles } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { applyForPlace } from "#domain/applications/apply-for-place.ts";
import { ApplicationShape, toApplicationView } from "#domain/api/applications.ts";
import { FILES_BYTES_MAX, Id } from "#domain/api/parts.ts";
import { GivenAnswers, loadCohortQuestions, toGivenAnswers } from "#domain/api/questions.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { authorize } from "#domain/policy.ts";
import { RULE_REFUSALS } from "#domain/rules/inputs.ts";

export default defineWrite({
  id: "createApplication",
  method: "POST",
  path: "/applications",
  subject: "Applications",
  summary: "Apply for a place",
  detail:
    "In a cohort whose rules say `needsApproval`. It holds no seat; the office approves or declines it, and a mail says so. Without `studentId` the token's own person applies. Where the cohort asks something, `answers` come along.",
  needs: "application.create",
  body: z.strictObject({ cohortId: Id("coh"), studentId: Id("usr").optional(), answers: GivenAnswers.optional() }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: ApplicationShape,
  refusals: [
    "already_applied",
    "already_enrolled",
    "wrong_state",
    "enrolment_not_open",
    "enrolment_closed",
    "answers_refused",
    "file_too_large",
    "file_type_refused",
    ...RULE_REFUSALS,
  ],
  prepare: storeAnswerFiles(async (ctx, { body: { studentId } }) =>
    authorize(ctx, "application.create", { ownerId: studentId ?? getActorId(ctx.actor) }),
  ),
  handle: async (ctx, { body: { cohortId, studentId, answers } }, files) => {
    const given = answers && toGivenAnswers(answers, files, await loadCohortQuestions(ctx, cohortId));
    const applied = { cohortId, studentId: studentId ?? getActorId(ctx.actor), answers: given };
    return toApplicationView(await applyForPlace(ctx, applied));
  },
});
