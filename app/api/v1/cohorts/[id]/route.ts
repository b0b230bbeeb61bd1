import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getCohort, toSavedCohortView } from "#domain/api/courses.ts";
import { editCohort } from "#domain/courses/edit-cohort.ts";
import * as spec from "../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readCohort, (ctx, { id }) => getCohort(ctx, id));

export const PATCH = jsonWrite(spec.editCohort, async (ctx, { id, body }) =>
  toSavedCohortView(await editCohort(ctx, { cohortId: id, ...body }), ctx),
);

export const { OPTIONS, POST, PUT, DELETE } = takesOnly("GET", "PATCH");
