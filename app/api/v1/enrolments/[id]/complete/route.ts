import { jsonWrite } from "#app/_edge/json.ts";
import { enrolmentNow } from "#domain/api/enrolments.ts";
import { completeEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import * as spec from "../../../_spec/enrolments.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.completeEnrolment, async (ctx, { id, body }) => {
  await completeEnrolment(ctx, { enrolmentId: id, ...body });
  return enrolmentNow(ctx, id);
});
