import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listSections } from "#domain/api/course-parts.ts";
import { MaterialSection } from "#domain/api/shapes.ts";
import { SECTIONS_MAX } from "#domain/courses/material-inputs.ts";

export default defineRead({
  id: "listSections",
  method: "GET",
  path: "/courses/{id}/sections",
  subject: "Materials",
  summary: "List the sections of a course's materials",
  detail: `In their order, also those under which nothing stands; never more than ${SECTIONS_MAX}.`,
  needs: "course.read_hidden",
  status: 200,
  answer: z.strictObject({ items: z.array(MaterialSection) }),
  handle: (ctx, { id }) => listSections(ctx, id),
});
