import { defineRead } from "#app/_http/json.ts";
import { enrolmentPages } from "#domain/api/enrolments.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listEnrolments",
  method: "GET",
  path: "/enrolments",
  subject: "Enrolments",
  summary: "List enrolments",
  detail: "The office sees everybody's, an instructor those of the courses they teach, a student their own.",
  needs: "enrolment.read",
  query: createListQuery(enrolmentPages),
  status: 200,
  answer: createPageSchema(Enrolment),
  handle: (ctx, { query }) => enrolmentPages.after(ctx, query),
});
