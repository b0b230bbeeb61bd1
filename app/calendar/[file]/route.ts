import { pageRead } from "#app/_edge/viewer.ts";
import { config } from "#config";
import { getCohortCalendar } from "#domain/calendar/meetings.ts";
import { calendarFile, nameOfFile, noCalendar } from "../answer.ts";

/** `/calendar/coh_….ics`: the dates of one cohort, for those who have a place in it or teach it. */
export async function GET(_request: Request, { params }: RouteContext<"/calendar/[file]">): Promise<Response> {
  const cohortId = nameOfFile((await params).file);
  const calendar = cohortId && (await getCohortCalendar(await pageRead(), cohortId, new URL(config().url).hostname));
  return calendar ? calendarFile(calendar, calendar.slug) : noCalendar();
}
