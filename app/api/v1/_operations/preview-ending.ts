import { defineRead } from "#app/_http/json.ts";
import { EndingPreview, getEndingPreview } from "#domain/api/endings.ts";

export default defineRead({
  id: "previewEnding",
  method: "GET",
  path: "/orders/{id}/ending",
  subject: "Orders",
  summary: "Read what cancelling a paid order would give back",
  detail: "Of each line: what is here of its money, and what comes back by the terms that were kept with the order.",
  needs: "order.end",
  status: 200,
  answer: EndingPreview,
  handle: (ctx, { id }) => getEndingPreview(ctx, id),
});
