import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Certificate } from "#domain/api/certificate-shapes.ts";
import { toCertificateView } from "#domain/api/certificates.ts";
import { Id } from "#domain/api/parts.ts";
import { issueCertificates } from "#domain/certificates/issue-certificates.ts";

export default defineWrite({
  id: "issueCertificates",
  method: "POST",
  path: "/cohorts/{id}/certificates",
  subject: "Certificates",
  summary: "Issue a certificate to everybody who has completed a cohort and has none",
  detail: "At most 500 at once. Those whose name or course title cannot be printed are left out and listed.",
  needs: "certificate.issue",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ issued: z.array(Certificate), leftEnrolmentIds: z.array(Id("enr")) }),
  handle: async (ctx, { id }) => {
    const { issued, left } = await issueCertificates(ctx, { cohortId: id });
    return { issued: issued.map(toCertificateView), leftEnrolmentIds: left.map(({ enrolmentId }) => enrolmentId) };
  },
});
