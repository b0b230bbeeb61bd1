import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { SeatBlockShape, toSeatBlockView } from "#domain/api/seat-blocks.ts";
import { endSeatBlock } from "#domain/seat-blocks/end-seat-block.ts";

export default defineWrite({
  id: "endSeatBlock",
  method: "POST",
  path: "/seat-blocks/{id}/end",
  subject: "Cohorts",
  summary: "Keep seats for a group no longer",
  detail: "Whoever has one of them keeps it. What is left is offered to whoever waits, and then free for everybody.",
  needs: "cohort.edit",
  body: Nothing,
  status: 200,
  answer: SeatBlockShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => toSeatBlockView(await endSeatBlock(ctx, { blockId: id })),
});
