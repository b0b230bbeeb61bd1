import { defineRead } from "#app/_http/json.ts";
import { ClaimLinkShape, claimLinkPages } from "#domain/api/places-for-others.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";

export default defineRead({
  id: "listClaimLinks",
  method: "GET",
  path: "/claim-links",
  subject: "Orders",
  summary: "List places that were bought for others",
  detail: "Everybody's for the office; those that one has bought oneself for the others.",
  needs: "claim_link.read",
  query: createListQuery(claimLinkPages),
  status: 200,
  answer: createPageSchema(ClaimLinkShape),
  handle: (ctx, { query }) => claimLinkPages.after(ctx, query),
});
