import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadMaterialView, loadMaterialViews } from "#domain/api/course-parts.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Material } from "#domain/api/shapes.ts";
import { removeMaterial } from "#domain/courses/remove-material.ts";

export default defineWrite({
  id: "removeMaterial",
  method: "POST",
  path: "/materials/{id}/remove",
  subject: "Materials",
  summary: "Take a material out of its course",
  detail: "Answers with the ones that are left.",
  needs: "material.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
  handle: async (ctx, { id }) => {
    const { courseId } = await loadMaterialView(ctx, id);
    await removeMaterial(ctx, { materialId: id });
    return loadMaterialViews(ctx, courseId);
  },
});
