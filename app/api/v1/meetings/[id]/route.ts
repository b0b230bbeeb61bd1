import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { mergeMeetingFields, loadMeetingView, toMeetingView } from "#domain/api/course-parts.ts";
import { editMeeting } from "#domain/courses/edit-meeting.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize } from "#domain/policy.ts";
import * as spec from "../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const PATCH = jsonWrite(spec.editMeeting, async (ctx, { id, body }) => {
  // Before it is looked up, so that who may not change any learns nothing of which there are.
  authorize(ctx, spec.editMeeting.needs, {}, {});
  const present = await loadMeetingView(ctx, id);
  if (!present) throw new Refusal("not_found");
  return toMeetingView(await editMeeting(ctx, { meetingId: id, ...mergeMeetingFields(present, body) }));
});

export const { GET, HEAD, OPTIONS, POST, PUT, DELETE } = takesOnly("PATCH");
