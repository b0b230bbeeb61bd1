import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { ClaimLinkWithPath, loadClaimLinkWithPath } from "#domain/api/places-for-others.ts";
import { reassignClaimLink } from "#domain/checkout/reassign-claim-link.ts";
import { ClaimNameInput } from "#domain/claim-links/inputs.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { runtime } from "#runtime";

export default defineWrite({
  id: "reassignClaimLink",
  method: "POST",
  path: "/claim-links/{id}/reassign",
  subject: "Orders",
  summary: "Give a place to somebody else",
  detail:
    "Under a new link, mailed where an address is given. The buyer does it as long as nobody has claimed the place; afterwards the office alone, with `why`, which the student reads: their enrolment ends, and nothing is refunded.",
  needs: "claim_link.edit",
  body: z.strictObject({
    name: ClaimNameInput,
    email: EmailInput.nullable().default(null),
    why: createTextInput(500).default(""),
  }),
  status: 200,
  answer: ClaimLinkWithPath,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await reassignClaimLink(ctx, { claimLinkId: id, ...body });
    return loadClaimLinkWithPath(ctx, id, runtime().secret);
  },
});
