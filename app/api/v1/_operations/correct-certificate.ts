import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { Reason } from "#domain/api/parts.ts";
import { correctCertificate } from "#domain/certificates/correct-certificate.ts";
import { NeededCertificateName } from "#domain/certificates/inputs.ts";

export default defineWrite({
  id: "correctCertificate",
  method: "POST",
  path: "/certificates/{id}/correct",
  subject: "Certificates",
  summary: "Issue a corrected version of a certificate",
  detail: "Under the same number, with this name and what is true of the course now. The version before is replaced.",
  needs: "certificate.correct",
  body: z.strictObject({ name: NeededCertificateName, ...Reason.shape }),
  status: 201,
  answer: Certificate,
  refusals: ["wrong_state", "not_printable"],
  handle: async (ctx, { id, body }) => toCertificateView(await correctCertificate(ctx, { certificateId: id, ...body })),
});
