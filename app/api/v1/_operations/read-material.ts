import { defineRead } from "#app/_http/json.ts";
import { getMaterial } from "#domain/api/course-parts.ts";
import { WholeMaterial } from "#domain/api/shapes.ts";

export default defineRead({
  id: "readMaterial",
  method: "GET",
  path: "/materials/{id}",
  subject: "Materials",
  summary: "Read a material",
  needs: "course.read_hidden",
  status: 200,
  answer: WholeMaterial,
  handle: (ctx, { id }) => getMaterial(ctx, id),
});
