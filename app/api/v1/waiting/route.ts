import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listWaiting, toWaitingEntryView } from "#domain/api/waiting.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import * as spec from "../_spec/waiting.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listWaiting, (ctx, { query }) => listWaiting(ctx, query));

export const POST = jsonWrite(spec.joinWaitingList, async (ctx, { body: { cohortId, studentId } }) =>
  toWaitingEntryView(await joinWaitingList(ctx, { cohortId, studentId: studentId ?? getActorId(ctx.actor) })),
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
