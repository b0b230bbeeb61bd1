import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { WaitingEntry } from "#domain/api/shapes.ts";
import { waitingPages } from "#domain/api/waiting.ts";

export default defineRead({
  id: "listWaiting",
  method: "GET",
  path: "/waiting",
  subject: "Waiting list",
  summary: "List who waits for a seat",
  detail: "Everybody for the office; one's own entries for the others.",
  needs: "waiting.read",
  query: createListQuery(waitingPages),
  status: 200,
  answer: createPageSchema(WaitingEntry),
  handle: (ctx, { query }) => waitingPages.after(ctx, query),
});
