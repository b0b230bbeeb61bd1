import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { approveRenewal } from "#domain/access/approve-renewal.ts";
import { AccessDays } from "#domain/access/inputs.ts";
import { loadRenewalView } from "#domain/api/renewals.ts";
import { Renewal } from "#domain/api/renewal-shape.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "approveRenewal",
  method: "POST",
  path: "/renewals/{id}/approve",
  subject: "Access",
  summary: "Approve a renewal that was asked for",
  detail: "For the days that the cohort says, or for `days`. The student gets a mail, with `answer` in it.",
  needs: "renewal.decide",
  body: z.strictObject({ days: AccessDays.optional(), answer: createTextInput(1_000).default("") }),
  status: 200,
  answer: Renewal,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await approveRenewal(ctx, { renewalId: id, ...body });
    return loadRenewalView(ctx, id);
  },
});
