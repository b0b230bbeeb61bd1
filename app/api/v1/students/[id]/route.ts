import { jsonRead } from "#app/_edge/json.ts";
import { takesOnly } from "#app/_edge/methods.ts";
import { readStudent } from "#domain/api/students.ts";
import * as spec from "../../_spec/students.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readStudent, (ctx, { id }) => readStudent(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
