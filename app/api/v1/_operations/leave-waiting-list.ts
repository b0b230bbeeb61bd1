import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { WaitingEntry } from "#domain/api/shapes.ts";
import { loadWaitingEntryView } from "#domain/api/waiting.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";

export default defineWrite({
  id: "leaveWaitingList",
  method: "POST",
  path: "/waiting/{id}/leave",
  subject: "Waiting list",
  summary: "Stop waiting, or decline the seat that was offered",
  needs: "waiting.decide",
  body: Nothing,
  status: 200,
  answer: WaitingEntry,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await leaveWaitingList(ctx, id);
    return loadWaitingEntryView(ctx, id);
  },
});
