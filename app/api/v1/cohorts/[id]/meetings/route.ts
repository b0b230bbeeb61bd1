import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listMeetings, toMeetingView } from "#domain/api/course-parts.ts";
import { addMeeting } from "#domain/courses/add-meeting.ts";
import { loadCohort } from "#domain/courses/load-course.ts";
import { repeatMeetingWeekly } from "#domain/courses/repeat-meeting-weekly.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listMeetings, (ctx, { id }) => listMeetings(ctx, id));

export const POST = jsonWrite(spec.addMeetings, async (ctx, { id, body: { weeks, ...first } }) => {
  const items = [await addMeeting(ctx, { cohortId: id, ...first })];
  const { timezone } = await loadCohort(ctx.tx, id);
  const [, ...others] = repeatMeetingWeekly(first, timezone, weeks);
  for (const meeting of others) items.push(await addMeeting(ctx, { cohortId: id, ...meeting }));
  return { items: items.map(toMeetingView) };
});

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
