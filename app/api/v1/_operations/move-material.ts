import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadMaterialView, loadMaterialViews } from "#domain/api/course-parts.ts";
import { Id } from "#domain/api/parts.ts";
import { Material } from "#domain/api/shapes.ts";
import { moveMaterial } from "#domain/courses/move-material.ts";

export default defineWrite({
  id: "moveMaterial",
  method: "POST",
  path: "/materials/{id}/move",
  subject: "Materials",
  summary: "Move one material",
  detail:
    "Into a section (null: before the first), before another material there; with `beforeId` null to its end. Others who move other materials are not in the way. Answers with all of them.",
  needs: "material.edit",
  body: z.strictObject({ sectionId: Id("sec").nullable(), beforeId: Id("mat").nullable() }),
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    const { courseId } = await loadMaterialView(ctx, id);
    await moveMaterial(ctx, { materialId: id, ...body });
    return loadMaterialViews(ctx, courseId);
  },
});
