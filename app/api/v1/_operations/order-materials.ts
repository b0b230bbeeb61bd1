import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadMaterialViews } from "#domain/api/course-parts.ts";
import { Id } from "#domain/api/parts.ts";
import { Material } from "#domain/api/shapes.ts";
import { MATERIALS_MAX } from "#domain/courses/material-inputs.ts";
import { reorderMaterials } from "#domain/courses/reorder-materials.ts";

export default defineWrite({
  id: "orderMaterials",
  method: "POST",
  path: "/courses/{id}/materials/order",
  subject: "Materials",
  summary: "Put the materials in another order",
  detail: "Every material is named once, or another edit came in between.",
  needs: "material.edit",
  body: z.strictObject({ materialIds: z.array(Id("mat")).max(MATERIALS_MAX) }),
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await reorderMaterials(ctx, { courseId: id, ...body });
    return loadMaterialViews(ctx, id);
  },
});
