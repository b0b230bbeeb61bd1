import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadMeetingView, loadMeetingViews } from "#domain/api/course-parts.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Meeting } from "#domain/api/shapes.ts";
import { removeMeeting } from "#domain/courses/remove-meeting.ts";

export default defineWrite({
  id: "removeMeeting",
  method: "POST",
  path: "/meetings/{id}/remove",
  subject: "Meetings",
  summary: "Take a meeting out of its cohort",
  detail: "Answers with the ones that are left.",
  needs: "cohort.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ items: z.array(Meeting) }),
  handle: async (ctx, { id }) => {
    const gone = await loadMeetingView(ctx, id);
    await removeMeeting(ctx, { meetingId: id });
    return loadMeetingViews(ctx, gone?.cohortId ?? "");
  },
});
