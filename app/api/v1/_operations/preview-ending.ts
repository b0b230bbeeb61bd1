import { defineRead } from "#app/_http/json.ts";
import { EndingPreview, toEndingView } from "#domain/api/endings.ts";
import { getEnding } from "#domain/checkout/get-ending.ts";

export default defineRead({
  id: "previewEnding",
  method: "GET",
  path: "/orders/{id}/ending",
  subject: "Orders",
  summary: "Read what cancelling a paid order would give back",
  detail: "Of each line: what is here of its money, and what comes back by the terms that were kept with the order.",
  needs: "order.read",
  status: 200,
  answer: EndingPreview,
  handle: async (ctx, { id }) => {
    const ending = await getEnding(ctx, { orderId: id });
    return ending && toEndingView(ending);
  },
});
