import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadRenewalView } from "#domain/api/renewals.ts";
import { Renewal } from "#domain/api/renewal-shape.ts";
import { renewAccess } from "#domain/checkout/renew-access.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "renewAccess",
  method: "POST",
  path: "/enrolments/{id}/renew",
  subject: "Access",
  summary: "Renew one's own access",
  detail:
    "As the cohort says: at once where it is free, by an order to pay, or by asking the office, which needs a `reason`. What is under way already is given back.",
  needs: "renewal.create",
  body: z.strictObject({ reason: createTextInput(1_000).default("") }),
  status: 200,
  answer: Renewal,
  refusals: ["not_renewable", "payment_refused"],
  handle: async (ctx, { id, body }) => {
    const { renewal } = await renewAccess(ctx, { enrolmentId: id, ...body });
    return loadRenewalView(ctx, renewal.id);
  },
});
