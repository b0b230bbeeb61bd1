import { defineWrite } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { Reason } from "#domain/api/parts.ts";
import { restoreCertificate } from "#domain/certificates/restore-certificate.ts";

export default defineWrite({
  id: "restoreCertificate",
  method: "POST",
  path: "/certificates/{id}/restore",
  subject: "Certificates",
  summary: "Give a revoked certificate back",
  detail: "The student reads the reason; whoever checks the certificate does not.",
  needs: "certificate.revoke",
  body: Reason,
  status: 200,
  answer: Certificate,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toCertificateView(await restoreCertificate(ctx, { certificateId: id, ...body })),
});
