import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listEnrolments } from "#domain/api/enrolments.ts";
import { Id, createPageSchema, Paging } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listEnrolments",
  method: "GET",
  path: "/enrolments",
  subject: "Enrolments",
  summary: "List enrolments",
  detail: "The office sees everybody's, an instructor those of the courses they teach, a student their own.",
  needs: "enrolment.read",
  query: z.strictObject({
    ...Paging,
    studentId: Id("usr").optional(),
    cohortId: Id("coh").optional(),
    courseId: Id("crs").optional(),
    state: Enrolment.shape.state.optional(),
  }),
  status: 200,
  answer: createPageSchema(Enrolment),
  handle: (ctx, { query }) => listEnrolments(ctx, query),
});
