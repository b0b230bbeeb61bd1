import { defineWrite } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { Reason } from "#domain/api/parts.ts";
import { revokeCertificate } from "#domain/certificates/revoke-certificate.ts";

export default defineWrite({
  id: "revokeCertificate",
  method: "POST",
  path: "/certificates/{id}/revoke",
  subject: "Certificates",
  summary: "Revoke a certificate",
  detail: "The student reads the reason; whoever checks the certificate does not.",
  needs: "certificate.revoke",
  body: Reason,
  status: 200,
  answer: Certificate,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toCertificateView(await revokeCertificate(ctx, { certificateId: id, ...body })),
});
