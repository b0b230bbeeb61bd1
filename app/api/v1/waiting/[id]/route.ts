import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getWaitingEntry } from "#domain/api/waiting.ts";
import * as spec from "../../_spec/waiting.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readWaitingEntry, (ctx, { id }) => getWaitingEntry(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
