import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { CertificateMinutes } from "#domain/certificates/inputs.ts";
import { setCertificateTerms } from "#domain/certificates/set-certificate-terms.ts";

const Terms = z.strictObject({
  onCompletion: z.boolean().meta({ description: "Whoever completes the cohort gets a certificate by itself." }),
  minutes: CertificateMinutes.nullable().meta({ description: "On certificates; null adds up the meetings." }),
});

export default defineWrite({
  id: "setCertificateTerms",
  method: "POST",
  path: "/cohorts/{id}/certificate-terms",
  subject: "Certificates",
  summary: "Say how a cohort certifies",
  needs: "cohort.edit",
  body: Terms,
  status: 200,
  answer: Terms.meta({ id: "CertificateTerms" }),
  handle: async (ctx, { id, body }) => {
    await setCertificateTerms(ctx, { cohortId: id, ...body });
    return body;
  },
});
