import { takesOnly } from "#app/_edge/methods.ts";
import { viewer } from "#app/_edge/viewer.ts";
import { actorOf } from "#domain/accounts/sessions.ts";
import { isStaff } from "#domain/kernel/actor.ts";

/** Who is looking, for the account corner of pages that are the same for everyone. Never kept by anything on the way. */
export async function GET(): Promise<Response> {
  const who = await viewer();
  const body = { viewer: who ? { name: who.name, staff: isStaff(actorOf(who)) } : null };
  return Response.json(body, { headers: { "cache-control": "private, no-store", vary: "cookie" } });
}

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
