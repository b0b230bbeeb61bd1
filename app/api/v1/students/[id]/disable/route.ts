import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { disableUser } from "#domain/checkout/disable-user.ts";
import * as spec from "../../../_spec/students.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.disableStudent, async (ctx, { id }) => {
  await disableUser(ctx, { userId: id });
  return loadStudentView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
