import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { completeEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import * as spec from "../../../_spec/enrolments.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.completeEnrolment, async (ctx, { id, body }) => {
  await completeEnrolment(ctx, { enrolmentId: id, ...body });
  return loadEnrolmentView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
