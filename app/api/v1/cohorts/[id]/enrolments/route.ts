import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toEnrolmentView } from "#domain/api/enrolments.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import * as spec from "../../../_spec/enrolments.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.addEnrolment, async (ctx, { id, body }) =>
  toEnrolmentView(await addEnrolment(ctx, { cohortId: id, ...body }), null),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
