import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { createPageSchema, Paging } from "#domain/api/parts.ts";
import { Opening } from "#domain/api/usage-shapes.ts";
import { listOpeningsAfter } from "#domain/usage/list-openings.ts";

export default defineRead({
  id: "listStudentOpenings",
  method: "GET",
  path: "/students/{id}/openings",
  subject: "Usage",
  summary: "List what a student opened",
  detail:
    "The newest first: a student's own, and anybody's for the office. Single openings are kept for the months that the school has set.",
  needs: "student.read",
  query: z.strictObject(Paging),
  status: 200,
  answer: createPageSchema(Opening),
  handle: (ctx, { id, query }) => listOpeningsAfter(ctx, id, query),
});
