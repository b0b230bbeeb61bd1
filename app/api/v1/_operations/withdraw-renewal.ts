import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { withdrawRenewal } from "#domain/access/withdraw-renewal.ts";
import { loadRenewalView } from "#domain/api/renewals.ts";
import { Renewal } from "#domain/api/renewal-shape.ts";

export default defineWrite({
  id: "withdrawRenewal",
  method: "POST",
  path: "/renewals/{id}/withdraw",
  subject: "Access",
  summary: "Withdraw a renewal that you asked for",
  detail: "As long as the office has not decided. You may ask again.",
  needs: "renewal.create",
  body: Nothing,
  status: 200,
  answer: Renewal,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await withdrawRenewal(ctx, { renewalId: id });
    return loadRenewalView(ctx, id);
  },
});
