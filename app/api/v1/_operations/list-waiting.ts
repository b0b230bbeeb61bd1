import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { Id, createPageSchema, Paging } from "#domain/api/parts.ts";
import { WaitingEntry } from "#domain/api/shapes.ts";
import { listWaiting } from "#domain/api/waiting.ts";

export default defineRead({
  id: "listWaiting",
  method: "GET",
  path: "/waiting",
  subject: "Waiting list",
  summary: "List who waits for a seat",
  detail: "Everybody for the office; one's own entries for the others.",
  needs: "waiting.read",
  query: z.strictObject({ ...Paging, cohortId: Id("coh").optional(), state: WaitingEntry.shape.state.optional() }),
  status: 200,
  answer: createPageSchema(WaitingEntry),
  handle: (ctx, { query }) => listWaiting(ctx, query),
});
