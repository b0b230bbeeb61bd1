import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { CertificateRow } from "#domain/certificates/list-certificates.ts";
import { CERTIFICATE_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<CertificateRow>(request, {
    action: "certificate.list",
    name: "certificates",
    ...readExport(CERTIFICATE_LIST, request),
    columns: [
      { header: "Certificate", cell: ({ id }) => id },
      { header: "Number", cell: ({ number }) => number },
      { header: "Version", cell: ({ version }) => version },
      { header: "State", cell: ({ state }) => state },
      { header: "Name", cell: ({ name }) => name },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Address", cell: ({ studentEmail }) => studentEmail },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Completed on", cell: ({ completedOn }) => completedOn },
      { header: "Issued (UTC)", cell: ({ issuedAt }) => issuedAt },
      { header: "Revoked (UTC)", cell: ({ revokedAt }) => revokedAt },
    ],
  });
}
