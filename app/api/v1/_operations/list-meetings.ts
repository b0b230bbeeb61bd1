import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listMeetings } from "#domain/api/course-parts.ts";
import { Meeting } from "#domain/api/shapes.ts";
import { MEETINGS_MAX } from "#domain/courses/inputs.ts";

export default defineRead({
  id: "listMeetings",
  method: "GET",
  path: "/cohorts/{id}/meetings",
  subject: "Meetings",
  summary: "List the meetings of a cohort",
  detail: `By time, for those who run its course: all of them, which are never more than ${MEETINGS_MAX}.`,
  needs: "course.read_hidden",
  status: 200,
  answer: z.strictObject({ items: z.array(Meeting) }),
  handle: (ctx, { id }) => listMeetings(ctx, id),
});
