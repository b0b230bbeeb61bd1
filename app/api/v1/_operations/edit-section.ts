import { defineWrite } from "#app/_http/json.ts";
import { toSectionView } from "#domain/api/course-parts.ts";
import { MaterialSection } from "#domain/api/shapes.ts";
import { editSection } from "#domain/courses/edit-section.ts";
import { SectionFields } from "#domain/courses/material-inputs.ts";

export default defineWrite({
  id: "editSection",
  method: "PATCH",
  path: "/sections/{id}",
  subject: "Materials",
  summary: "Give a section another title",
  needs: "material.edit",
  body: SectionFields.strict(),
  status: 200,
  answer: MaterialSection,
  handle: async (ctx, { id, body }) => toSectionView(await editSection(ctx, { sectionId: id, ...body })),
});
