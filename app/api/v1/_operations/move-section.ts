import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadSectionViewsBeside } from "#domain/api/course-parts.ts";
import { Id } from "#domain/api/parts.ts";
import { MaterialSection } from "#domain/api/shapes.ts";
import { moveSection } from "#domain/courses/move-section.ts";

export default defineWrite({
  id: "moveSection",
  method: "POST",
  path: "/sections/{id}/move",
  subject: "Materials",
  summary: "Move a section with its materials",
  detail: "Before another section of the course; with `beforeId` null to the end. Answers with all of them.",
  needs: "material.edit",
  body: z.strictObject({ beforeId: Id("sec").nullable() }),
  status: 200,
  answer: z.strictObject({ items: z.array(MaterialSection) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await moveSection(ctx, { sectionId: id, ...body });
    return loadSectionViewsBeside(ctx, id);
  },
});
