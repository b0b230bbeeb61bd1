import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { declineRenewal } from "#domain/access/decline-renewal.ts";
import { loadRenewalView } from "#domain/api/renewals.ts";
import { Renewal } from "#domain/api/renewal-shape.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "declineRenewal",
  method: "POST",
  path: "/renewals/{id}/decline",
  subject: "Access",
  summary: "Decline a renewal that was asked for",
  detail: "The student gets a mail with `answer` in it, and may ask again.",
  needs: "renewal.decide",
  body: z.strictObject({ answer: createTextInput(1_000).min(1) }),
  status: 200,
  answer: Renewal,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await declineRenewal(ctx, { renewalId: id, ...body });
    return loadRenewalView(ctx, id);
  },
});
