import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { undoMaterialDone } from "#domain/learning/undo-material-done.ts";

export default defineWrite({
  id: "undoMaterialDone",
  method: "POST",
  path: "/materials/{id}/not-done",
  subject: "Progress",
  summary: "Take back that a material is done",
  detail: "An enrolment that was completed by it stays completed.",
  needs: "progress.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ done: z.literal(false) }),
  handle: async (ctx, { id }) => {
    await undoMaterialDone(ctx, { materialId: id });
    return { done: false as const };
  },
});
