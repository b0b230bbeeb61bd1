import { defineWrite } from "#app/_http/json.ts";
import { ApplicationShape, toApplicationView } from "#domain/api/applications.ts";
import { Nothing } from "#domain/api/parts.ts";
import { withdrawApplication } from "#domain/applications/withdraw-application.ts";

export default defineWrite({
  id: "withdrawApplication",
  method: "POST",
  path: "/applications/{id}/withdraw",
  subject: "Applications",
  summary: "Withdraw an application of your own",
  detail: "As long as the office has not decided. What you answered is erased, and you may apply again.",
  needs: "application.withdraw",
  body: Nothing,
  status: 200,
  answer: ApplicationShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => toApplicationView(await withdrawApplication(ctx, { applicationId: id })),
});
