import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { NeededCertificateName } from "#domain/certificates/inputs.ts";
import { nameCertificate } from "#domain/certificates/name-certificate.ts";

export default defineWrite({
  id: "nameCertificate",
  method: "POST",
  path: "/enrolments/{id}/certificate-name",
  subject: "Certificates",
  summary: "Confirm the name on one's own certificate, once",
  needs: "certificate.name",
  body: z.strictObject({ name: NeededCertificateName }),
  status: 200,
  answer: Certificate,
  refusals: ["wrong_state", "not_printable"],
  handle: async (ctx, { id, body }) => toCertificateView(await nameCertificate(ctx, { enrolmentId: id, ...body })),
});
