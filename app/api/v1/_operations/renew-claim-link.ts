import { defineWrite } from "#app/_http/json.ts";
import { ClaimLinkWithPath, loadClaimLinkWithPath } from "#domain/api/places-for-others.ts";
import { Nothing } from "#domain/api/parts.ts";
import { renewClaimLink } from "#domain/claim-links/renew-claim-link.ts";
import { runtime } from "#runtime";

export default defineWrite({
  id: "renewClaimLink",
  method: "POST",
  path: "/claim-links/{id}/renew",
  subject: "Orders",
  summary: "Make a new claim link",
  detail: "The one before opens nothing any more. `path` is the new one.",
  needs: "claim_link.edit",
  body: Nothing,
  status: 200,
  answer: ClaimLinkWithPath,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await renewClaimLink(ctx, { claimLinkId: id });
    return loadClaimLinkWithPath(ctx, id, runtime().secret);
  },
});
