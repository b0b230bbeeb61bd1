import { defineRead } from "#app/_http/json.ts";
import { CertificateFile } from "#domain/api/certificate-shapes.ts";
import { getCertificateFile } from "#domain/api/certificates.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { runtime } from "#runtime";

export default defineRead({
  id: "readCertificateFile",
  method: "GET",
  path: "/certificates/{id}/file",
  subject: "Certificates",
  summary: "Read the PDF of a certificate",
  detail: "It is made some seconds after the certificate; until then there is none. Its bytes are the same each time.",
  needs: "certificate.read",
  status: 200,
  answer: CertificateFile,
  handle: async (ctx, { id }) => {
    const { name, mediaType, sizeBytes, sha256 } = await getCertificateFile(ctx, id);
    const bytes = await runtime().files.read(sha256);
    if (!bytes) throw new Refusal("not_found");
    const base64 = Buffer.from(await new Response(bytes).arrayBuffer()).toString("base64");
    return { name, mediaType, sizeBytes, sha256, base64 };
  },
});
