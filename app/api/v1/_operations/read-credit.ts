import { defineRead } from "#app/_http/json.ts";
import { Credit } from "#domain/api/credit.ts";
import { getCredit } from "#domain/credit/get-credit.ts";

export default defineRead({
  id: "readCredit",
  method: "GET",
  path: "/students/{id}/credit",
  subject: "Credit",
  summary: "Read a student's credit",
  detail: "One's own, and anybody's for the office.",
  needs: "credit.read",
  status: 200,
  answer: Credit,
  handle: (ctx, { id }) => getCredit(ctx, id),
});
