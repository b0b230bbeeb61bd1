import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { renewalPages } from "#domain/api/renewals.ts";
import { Renewal } from "#domain/api/renewal-shape.ts";

export default defineRead({
  id: "listRenewals",
  method: "GET",
  path: "/renewals",
  subject: "Access",
  summary: "List renewals of access",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "renewal.read",
  query: createListQuery(renewalPages),
  status: 200,
  answer: createPageSchema(Renewal),
  handle: (ctx, { query }) => renewalPages.after(ctx, query),
});
