import { defineWrite } from "#app/_http/json.ts";
import { toMeetingView } from "#domain/api/course-parts.ts";
import { Meeting } from "#domain/api/shapes.ts";
import { MeetingTranslation, translateMeeting } from "#domain/courses/translate-meeting.ts";

export default defineWrite({
  id: "translateMeeting",
  method: "POST",
  path: "/meetings/{id}/translations",
  subject: "Meetings",
  summary: "Give a meeting in another language",
  detail:
    "Its title, note and place in that language: one that is left out or empty is shown as the course was written, and with none of them the language is taken out.",
  needs: "cohort.edit",
  body: MeetingTranslation.strict(),
  status: 200,
  answer: Meeting,
  handle: async (ctx, { id, body }) => toMeetingView(await translateMeeting(ctx, { meetingId: id, ...body })),
});
