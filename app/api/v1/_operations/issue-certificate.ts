import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { NeededCertificateName } from "#domain/certificates/inputs.ts";
import { issueCertificate } from "#domain/certificates/issue-certificate.ts";

export default defineWrite({
  id: "issueCertificate",
  method: "POST",
  path: "/enrolments/{id}/certificate",
  subject: "Certificates",
  summary: "Issue the certificate of a completed enrolment",
  needs: "certificate.issue",
  detail:
    "`name` is how the student is called on it, where the name of the account is another one or cannot be printed.",
  body: z.strictObject({ name: NeededCertificateName.optional() }),
  status: 201,
  answer: Certificate,
  refusals: ["wrong_state", "not_printable"],
  handle: async (ctx, { id, body }) =>
    toCertificateView(await issueCertificate(ctx, { enrolmentId: id, name: body.name })),
});
