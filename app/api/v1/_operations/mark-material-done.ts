import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { markMaterialDone } from "#domain/learning/mark-material-done.ts";

export default defineWrite({
  id: "markMaterialDone",
  method: "POST",
  path: "/materials/{id}/done",
  subject: "Progress",
  summary: "Mark a material as done",
  detail:
    "For the student whose token it is, while the material is open to them. Marked again, it stays done since the first time. `completed` says whether that has completed an enrolment by the rule of its cohort.",
  needs: "progress.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ completed: z.boolean() }),
  handle: (ctx, { id }) => markMaterialDone(ctx, { materialId: id }),
});
