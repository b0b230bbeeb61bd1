import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listMaterials } from "#domain/api/course-parts.ts";
import { Material } from "#domain/api/shapes.ts";
import { MATERIALS_MAX } from "#domain/courses/material-inputs.ts";

export default defineRead({
  id: "listMaterials",
  method: "GET",
  path: "/courses/{id}/materials",
  subject: "Materials",
  summary: "List the materials of a course",
  detail: `In their order, for those who run it: all of them, which are never more than ${MATERIALS_MAX}. Students open them in the course, where that is recorded.`,
  needs: "course.read_hidden",
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
  handle: (ctx, { id }) => listMaterials(ctx, id),
});
