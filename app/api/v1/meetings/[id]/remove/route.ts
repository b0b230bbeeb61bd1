import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadMeetingView, loadMeetingViews } from "#domain/api/course-parts.ts";
import { removeMeeting } from "#domain/courses/remove-meeting.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.removeMeeting, async (ctx, { id }) => {
  const gone = await loadMeetingView(ctx, id);
  await removeMeeting(ctx, { meetingId: id });
  return loadMeetingViews(ctx, gone?.cohortId ?? "");
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
