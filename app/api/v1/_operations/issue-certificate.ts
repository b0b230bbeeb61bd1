import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { issueCertificate } from "#domain/certificates/issue-certificate.ts";

export default defineWrite({
  id: "issueCertificate",
  method: "POST",
  path: "/enrolments/{id}/certificate",
  subject: "Certificates",
  summary: "Issue the certificate of a completed enrolment",
  needs: "certificate.issue",
  body: Nothing,
  status: 201,
  answer: Certificate,
  refusals: ["wrong_state", "not_printable"],
  handle: async (ctx, { id }) => toCertificateView(await issueCertificate(ctx, { enrolmentId: id })),
});
