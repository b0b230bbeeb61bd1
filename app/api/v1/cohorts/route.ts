import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listCohorts, toSavedCohortView } from "#domain/api/courses.ts";
import { createCohort } from "#domain/courses/create-cohort.ts";
import * as spec from "../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listCohorts, (ctx, { query }) => listCohorts(ctx, query));

export const POST = jsonWrite(spec.createCohort, async (ctx, { body }) =>
  toSavedCohortView(await createCohort(ctx, body), ctx),
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
