import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { CohortCopies, copyCohort } from "#domain/courses/copy-cohort.ts";

export default defineWrite({
  id: "copyCohort",
  method: "POST",
  path: "/cohorts/{id}/copies",
  subject: "Cohorts",
  summary: "Copy a cohort to other days, once or in a series",
  detail:
    "Meetings keep their hours on the clock; what would fall on a holiday of the school comes at the end. Seats and enrolments are not copied.",
  needs: "cohort.edit",
  body: CohortCopies.strict(),
  status: 201,
  answer: z.strictObject({ cohortIds: z.array(Id("coh")) }),
  handle: async (ctx, { id, body }) => {
    const copies = await copyCohort(ctx, { cohortId: id, ...body });
    return { cohortIds: copies.map((each) => each.id) };
  },
});
