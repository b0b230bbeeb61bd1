import { defineWrite } from "#app/_http/json.ts";
import { toSectionView } from "#domain/api/course-parts.ts";
import { MaterialSection } from "#domain/api/shapes.ts";
import { SectionTranslation, translateSection } from "#domain/courses/translate-section.ts";

export default defineWrite({
  id: "translateSection",
  method: "POST",
  path: "/sections/{id}/translations",
  subject: "Materials",
  summary: "Give a section's title in another language",
  detail: "Left out or empty, the language is taken out, and the title is shown as the course was written.",
  needs: "material.edit",
  body: SectionTranslation.strict(),
  status: 200,
  answer: MaterialSection,
  handle: async (ctx, { id, body }) => toSectionView(await translateSection(ctx, { sectionId: id, ...body })),
});
