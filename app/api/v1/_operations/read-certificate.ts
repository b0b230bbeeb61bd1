import { defineRead } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { getCertificateView } from "#domain/api/certificates.ts";

export default defineRead({
  id: "readCertificate",
  method: "GET",
  path: "/certificates/{id}",
  subject: "Certificates",
  summary: "Read a certificate",
  needs: "certificate.read",
  status: 200,
  answer: Certificate,
  handle: (ctx, { id }) => getCertificateView(ctx, id),
});
