import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { toSavedMeetingView } from "#domain/api/course-parts.ts";
import { SavedMeeting } from "#domain/api/shapes.ts";
import { addMeeting } from "#domain/courses/add-meeting.ts";
import { MeetingFields } from "#domain/courses/inputs.ts";
import { loadCohort } from "#domain/courses/load-course.ts";
import { repeatMeetingWeekly } from "#domain/courses/repeat-meeting-weekly.ts";

const WEEKS_MAX = 52;

export default defineWrite({
  id: "addMeetings",
  method: "POST",
  path: "/cohorts/{id}/meetings",
  subject: "Meetings",
  summary: "Add a meeting, or one a week",
  detail:
    "With `weeks` it is repeated at the same hour on the wall clock of the cohort's timezone. Answers with those that were added.",
  needs: "cohort.edit",
  body: MeetingFields.safeExtend({ weeks: z.int().min(1).max(WEEKS_MAX).default(1) }).strict(),
  status: 201,
  answer: z.strictObject({ items: z.array(SavedMeeting) }),
  // A verb waits in a queue, where nobody knows any longer who asked.
  prepare: async () => getTranslator().format,
  handle: async (ctx, { id, body: { weeks, ...first } }, say) => {
    const items = [await addMeeting(ctx, { cohortId: id, ...first })];
    const cohort = await loadCohort(ctx.tx, id);
    const [, ...others] = repeatMeetingWeekly(first, cohort.timezone, weeks);
    for (const meeting of others) items.push(await addMeeting(ctx, { cohortId: id, ...meeting }));
    return { items: items.map((meeting) => toSavedMeetingView(meeting, cohort, say)) };
  },
});
