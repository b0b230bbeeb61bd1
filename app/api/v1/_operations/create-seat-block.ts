import { defineWrite } from "#app/_http/json.ts";
import { SeatBlockShape, toSeatBlockView } from "#domain/api/seat-blocks.ts";
import { createSeatBlock } from "#domain/seat-blocks/create-seat-block.ts";
import { SeatBlockFields } from "#domain/seat-blocks/inputs.ts";

export default defineWrite({
  id: "createSeatBlock",
  method: "POST",
  path: "/cohorts/{id}/seat-blocks",
  subject: "Cohorts",
  summary: "Keep seats of a cohort for a group",
  detail:
    "For whoever gives the `code` when they enrol, or has one of the `addresses` (`ana@example.org`, `example.org`, `*.example.org`). After the last day (`untilOn`, in the cohort's timezone) what is left is offered to whoever waits, and then free for everybody. Refused with `cohort_full` when fewer seats are free.",
  needs: "cohort.edit",
  body: SeatBlockFields,
  status: 201,
  answer: SeatBlockShape,
  refusals: ["wrong_state", "cohort_full"],
  handle: async (ctx, { id, body }) => toSeatBlockView(await createSeatBlock(ctx, { cohortId: id, ...body })),
});
