import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { enableUser } from "#domain/accounts/enable-user.ts";
import * as spec from "../../../_spec/students.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.enableStudent, async (ctx, { id }) => {
  await enableUser(ctx, { userId: id });
  return loadStudentView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
