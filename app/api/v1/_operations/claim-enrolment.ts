import { z } from "zod";
import { storeAnswerFiles } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { toEnrolmentView } from "#domain/api/enrolments.ts";
import { FILES_BYTES_MAX } from "#domain/api/parts.ts";
import { GivenAnswers, loadCohortQuestions, toGivenAnswers } from "#domain/api/questions.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { claimEnrolment } from "#domain/checkout/claim-enrolment.ts";
import { findClaimLink } from "#domain/claim-links/find-claim-link.ts";
import { authorize } from "#domain/policy.ts";
import { runtime } from "#runtime";

export default defineWrite({
  id: "claimEnrolment",
  method: "POST",
  path: "/claim-links/{id}/claim",
  subject: "Orders",
  summary: "Claim a place with its link",
  detail:
    "The token's own person takes the place; `secret` is what stands at the end of the link. Where the cohort asks something, `answers` come along. A link works once.",
  needs: "claim_link.use",
  body: z.strictObject({ secret: z.string().max(64), answers: GivenAnswers.optional() }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 200,
  answer: Enrolment,
  refusals: [
    "wrong_state",
    "already_enrolled",
    "enrolment_closed",
    "answers_refused",
    "file_too_large",
    "file_type_refused",
  ],
  prepare: storeAnswerFiles(async (ctx) => authorize(ctx, "claim_link.use", {})),
  handle: async (ctx, { id, body }, files) => {
    const cohortId = (await findClaimLink(ctx.tx, id))?.cohort.id;
    const answers =
      body.answers && cohortId ? toGivenAnswers(body.answers, files, await loadCohortQuestions(ctx, cohortId)) : [];
    const { secret } = body;
    const claim = { claimLinkId: id, secret, schoolSecret: runtime().secret, answers };
    return toEnrolmentView((await claimEnrolment(ctx, claim)).enrolment, null);
  },
});
