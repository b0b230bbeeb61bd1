import { getAuthPath } from "#app/_forms/next-path.ts";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { config } from "#config/config.ts";
import { getCohortCalendar } from "#domain/calendar/meetings.ts";
import { calendarFile, nameOfFile, noCalendar } from "../answer.ts";

/** `/calendar/coh_….ics`: the dates of one cohort, for those who have a place in it or teach it. A mail leads here, so a visitor signs in. */
export async function GET(_request: Request, { params }: RouteContext<"/calendar/[file]">): Promise<Response> {
  const { file } = await params;
  if (!(await getViewer()))
    return signInFirst(getAuthPath("/sign-in", { next: `/calendar/${encodeURIComponent(file)}` }));
  const cohortId = nameOfFile(file);
  const calendar =
    cohortId && (await getCohortCalendar(await getPageReadCtx(), cohortId, new URL(config().url).hostname));
  return calendar ? calendarFile(calendar, calendar.slug, getTranslator()) : noCalendar();
}

function signInFirst(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
