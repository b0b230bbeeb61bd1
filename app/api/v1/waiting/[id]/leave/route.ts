import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadWaitingEntryView } from "#domain/api/waiting.ts";
import { leaveWaitingList } from "#domain/waiting/end-offer.ts";
import * as spec from "../../../_spec/waiting.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.leaveWaitingList, async (ctx, { id }) => {
  await leaveWaitingList(ctx, id);
  return loadWaitingEntryView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
