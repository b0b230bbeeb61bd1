import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { eraseAnswers } from "#domain/questions/erase-answers.ts";

export default defineWrite({
  id: "eraseAnswers",
  method: "POST",
  path: "/enrolments/{id}/answers/erase",
  subject: "Questions",
  summary: "Erase what was answered at an enrolment",
  detail: "For good, with the files that came along. The audit log says that it was done, and not what was answered.",
  needs: "answer.erase",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ erased: z.int().meta({ description: "How many answers there were." }) }),
  handle: async (ctx, { id }) => ({ erased: await eraseAnswers(ctx, { enrolmentId: id }) }),
});
