import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import * as spec from "../../../_spec/enrolments.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.cancelEnrolment, async (ctx, { id, body }) => {
  await cancelEnrolment(ctx, { enrolmentId: id, ...body });
  return loadEnrolmentView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
