import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { readWorkId } from "#domain/api/work.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { takeWorkStep } from "#domain/reports/take-work-step.ts";
import { WORK_STEPS } from "#domain/reports/work-steps.ts";

export default defineWrite({
  id: "takeWorkStep",
  method: "POST",
  path: "/worklist/{id}/steps",
  subject: "Payments",
  summary: "Do the next step about something that waits",
  detail: "One of its `steps`, by the operation that its own resource has for it, with the same refusals.",
  needs: "work.step",
  body: z.strictObject({
    step: z.enum(WORK_STEPS),
    why: createTextInput(500)
      .default("")
      .meta({ description: "Needed to waive, ignore, accept and resolve; kept in the audit log." }),
  }),
  status: 200,
  answer: z.strictObject({ id: z.string(), step: z.enum(WORK_STEPS) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body: { step, why } }) => {
    await takeWorkStep(ctx, { ...readWorkId(id), step, why });
    return { id, step };
  },
});
