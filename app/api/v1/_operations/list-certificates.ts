import { defineRead } from "#app/_http/json.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { certificatePages } from "#domain/api/certificates.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";

export default defineRead({
  id: "listCertificates",
  method: "GET",
  path: "/certificates",
  subject: "Certificates",
  summary: "List certificates",
  detail: "The office sees everybody's, an instructor those of the courses they teach, a student their own.",
  needs: "certificate.read",
  query: createListQuery(certificatePages),
  status: 200,
  answer: createPageSchema(Certificate),
  handle: (ctx, { query }) => certificatePages.after(ctx, query),
});
