import { defineWrite } from "#app/_http/json.ts";
import { ClaimLinkWithPath, loadClaimLinkWithPath } from "#domain/api/places-for-others.ts";
import { Nothing } from "#domain/api/parts.ts";
import { withdrawClaimLink } from "#domain/claim-links/withdraw-claim-link.ts";
import { runtime } from "#runtime";

export default defineWrite({
  id: "withdrawClaimLink",
  method: "POST",
  path: "/claim-links/{id}/withdraw",
  subject: "Orders",
  summary: "Withdraw a claim link",
  detail: "The link that is out opens nothing any more; the place stays its buyer's.",
  needs: "claim_link.edit",
  body: Nothing,
  status: 200,
  answer: ClaimLinkWithPath,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await withdrawClaimLink(ctx, { claimLinkId: id });
    return loadClaimLinkWithPath(ctx, id, runtime().secret);
  },
});
