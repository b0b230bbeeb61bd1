import { allowMethods } from "#app/_http/methods.ts";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { type NextStep, nextStep } from "#components/catalogue/next-step.ts";
import { faceOf } from "#components/ui/avatar.tsx";
import { toActor } from "#domain/accounts/sessions.ts";
import { listOwnEnrolments } from "#domain/enrolments/list-own-enrolments.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { isId } from "#domain/kernel/ids.ts";
import { getLanguage } from "#messages/request-language.ts";
import { translatorFor } from "#messages/translator.ts";

/** Who is looking, for the account corner of pages that are the same for everyone. */
export async function GET(request: Request): Promise<Response> {
  // The page's, which its script asks in, and not the account's.
  const t = translatorFor(getLanguage());
  const who = await getViewer();
  if (!who) return answer({ viewer: null });
  const viewer = { name: who.name, ...faceOf(who.name), staff: isStaff(toActor(who)) };
  // What they have in one course, for the button of its page.
  const course = new URL(request.url).searchParams.get("course") ?? "";
  if (!isId("course", course)) return answer({ viewer });
  const own = await listOwnEnrolments(await getPageReadCtx(), course);
  return answer({ viewer, nextSteps: own.map((each) => nextStep(each, t)) });
}

/** Never kept by anything on the way. */
const answer = (body: { viewer: object | null; nextSteps?: NextStep[] }) =>
  Response.json(body, { headers: { "cache-control": "private, no-store", vary: "cookie" } });

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
