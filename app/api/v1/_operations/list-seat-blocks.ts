import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { SeatBlockShape } from "#domain/api/seat-blocks.ts";
import { listSeatBlocks } from "#domain/seat-blocks/list-seat-blocks.ts";

export default defineRead({
  id: "listSeatBlocks",
  method: "GET",
  path: "/cohorts/{id}/seat-blocks",
  subject: "Cohorts",
  summary: "List the groups for which seats of a cohort are kept",
  needs: "cohort.edit",
  status: 200,
  answer: z.strictObject({ items: z.array(SeatBlockShape) }),
  handle: async (ctx, { id }) => ({ items: await listSeatBlocks(ctx, id) }),
});
