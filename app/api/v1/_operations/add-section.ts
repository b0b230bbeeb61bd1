import { defineWrite } from "#app/_http/json.ts";
import { toSectionView } from "#domain/api/course-parts.ts";
import { MaterialSection } from "#domain/api/shapes.ts";
import { addSection } from "#domain/courses/add-section.ts";
import { SectionFields } from "#domain/courses/material-inputs.ts";

export default defineWrite({
  id: "addSection",
  method: "POST",
  path: "/courses/{id}/sections",
  subject: "Materials",
  summary: "Add a section",
  detail: "After the others. Materials are put under it by `sectionId`.",
  needs: "material.edit",
  body: SectionFields.strict(),
  status: 201,
  answer: MaterialSection,
  handle: async (ctx, { id, body }) => toSectionView(await addSection(ctx, { courseId: id, ...body })),
});
