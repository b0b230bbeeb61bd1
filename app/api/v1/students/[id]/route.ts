import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getStudent } from "#domain/api/students.ts";
import * as spec from "../../_spec/students.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readStudent, (ctx, { id }) => getStudent(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
