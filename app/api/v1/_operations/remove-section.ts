import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadCourseIdOfSection, loadMaterialViews } from "#domain/api/course-parts.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Material } from "#domain/api/shapes.ts";
import { removeSection } from "#domain/courses/remove-section.ts";

export default defineWrite({
  id: "removeSection",
  method: "POST",
  path: "/sections/{id}/remove",
  subject: "Materials",
  summary: "Take a section out",
  detail: "Its materials stay, at the end of what stands before it. Answers with the materials of the course.",
  needs: "material.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
  handle: async (ctx, { id }) => {
    const courseId = await loadCourseIdOfSection(ctx, id);
    await removeSection(ctx, { sectionId: id });
    return loadMaterialViews(ctx, courseId);
  },
});
