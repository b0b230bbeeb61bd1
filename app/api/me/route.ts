import { allowMethods } from "#app/_http/methods.ts";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { listOwnEnrolments } from "#domain/enrolments/list-own-enrolments.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { isId } from "#domain/kernel/ids.ts";

/** Who is looking, for the account corner of pages that are the same for everyone. Never kept by anything on the way. */
export async function GET(request: Request): Promise<Response> {
  const who = await getViewer();
  // What they have in one course, for the button of its page.
  const course = new URL(request.url).searchParams.get("course") ?? "";
  const own = who && isId("course", course) ? { own: await listOwnEnrolments(await getPageReadCtx(), course) } : {};
  const body = { viewer: who ? { name: who.name, staff: isStaff(toActor(who)) } : null, ...own };
  return Response.json(body, { headers: { "cache-control": "private, no-store", vary: "cookie" } });
}

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
