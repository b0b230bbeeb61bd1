import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getEnrolment } from "#domain/api/enrolments.ts";
import * as spec from "../../_spec/enrolments.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readEnrolment, (ctx, { id }) => getEnrolment(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
