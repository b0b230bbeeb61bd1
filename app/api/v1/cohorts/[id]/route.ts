import { jsonRead, jsonWrite } from "#app/_edge/json.ts";
import { takesOnly } from "#app/_edge/methods.ts";
import { cohortView, readCohort } from "#domain/api/courses.ts";
import { editCohort } from "#domain/courses/edit-cohort.ts";
import * as spec from "../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readCohort, (ctx, { id }) => readCohort(ctx, id));

export const PATCH = jsonWrite(spec.editCohort, async (ctx, { id, body }) =>
  cohortView(await editCohort(ctx, { cohortId: id, ...body }), ctx.now),
);

export const { OPTIONS, POST, PUT, DELETE } = takesOnly("GET", "PATCH");
