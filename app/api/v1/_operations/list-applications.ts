import { defineRead } from "#app/_http/json.ts";
import { applicationPages, ApplicationShape } from "#domain/api/applications.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";

export default defineRead({
  id: "listApplications",
  method: "GET",
  path: "/applications",
  subject: "Applications",
  summary: "List who applied for places",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "application.read",
  query: createListQuery(applicationPages),
  status: 200,
  answer: createPageSchema(ApplicationShape),
  handle: (ctx, { query }) => applicationPages.after(ctx, query),
});
