import { defineRead } from "#app/_http/json.ts";
import { WaitingEntry } from "#domain/api/shapes.ts";
import { getWaitingEntry } from "#domain/api/waiting.ts";

export default defineRead({
  id: "readWaitingEntry",
  method: "GET",
  path: "/waiting/{id}",
  subject: "Waiting list",
  summary: "Read an entry of the waiting list",
  needs: "waiting.read",
  status: 200,
  answer: WaitingEntry,
  handle: (ctx, { id }) => getWaitingEntry(ctx, id),
});
