import { defineWrite } from "#app/_http/json.ts";
import { ClaimLinkWithPath, loadClaimLinkWithPath } from "#domain/api/places-for-others.ts";
import { Nothing } from "#domain/api/parts.ts";
import { sendClaimLink } from "#domain/claim-links/send-claim-link.ts";
import { runtime } from "#runtime";

export default defineWrite({
  id: "sendClaimLink",
  method: "POST",
  path: "/claim-links/{id}/send",
  subject: "Orders",
  summary: "Mail a claim link",
  detail: "To the address that stands there, the first time or again, but not twice within minutes.",
  needs: "claim_link.edit",
  body: Nothing,
  status: 200,
  answer: ClaimLinkWithPath,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await sendClaimLink(ctx, { claimLinkId: id });
    return loadClaimLinkWithPath(ctx, id, runtime().secret);
  },
});
