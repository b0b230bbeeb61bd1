import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { cancelCohort } from "#domain/courses/cancel-cohort.ts";
import * as spec from "../../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.cancelCohort, async (ctx, { id, body }) =>
  toCohortView(await cancelCohort(ctx, { cohortId: id, ...body }), ctx.now),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
