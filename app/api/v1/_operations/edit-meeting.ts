import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { loadMeetingView, mergeMeetingFields, toSavedMeetingView } from "#domain/api/course-parts.ts";
import { SavedMeeting } from "#domain/api/shapes.ts";
import { editMeeting } from "#domain/courses/edit-meeting.ts";
import { MeetingFields } from "#domain/courses/inputs.ts";
import { loadCohort } from "#domain/courses/load-course.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize } from "#domain/policy.ts";

const { title, note, startsAt, endsAt, place, link } = MeetingFields.shape;

export default defineWrite({
  id: "editMeeting",
  method: "PATCH",
  path: "/meetings/{id}",
  subject: "Meetings",
  summary: "Change a meeting",
  detail: "Only what is sent changes. Calendars that have it move it too.",
  needs: "cohort.edit",
  body: z.strictObject({
    title: title.unwrap().optional(),
    note: note.unwrap().optional(),
    startsAt: startsAt.optional(),
    endsAt: endsAt.optional(),
    place: place.unwrap().optional(),
    link: link.unwrap().optional(),
  }),
  status: 200,
  answer: SavedMeeting,
  // A verb waits in a queue, where nobody knows any longer who asked.
  prepare: async () => getTranslator().format,
  handle: async (ctx, { id, body }, say) => {
    // Before it is looked up, so that who may not change any learns nothing of which there are.
    authorize(ctx, "cohort.edit", {});
    const present = await loadMeetingView(ctx, id);
    if (!present) throw new Refusal("not_found");
    const meeting = await editMeeting(ctx, { meetingId: id, ...mergeMeetingFields(present, body) });
    return toSavedMeetingView(meeting, await loadCohort(ctx.tx, meeting.cohortId), say);
  },
});
