import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { RenewalRow } from "#domain/enrolments/list-renewals.ts";
import { RENEWAL_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<RenewalRow>(request, {
    action: "renewal.list",
    name: "renewals",
    ...readExport(RENEWAL_LIST, request),
    columns: [
      { header: "Renewal", cell: ({ id }) => id },
      { header: "State", cell: ({ state }) => state },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Address", cell: ({ studentEmail }) => studentEmail },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Days", cell: ({ days }) => days },
      { header: "Reason", cell: ({ reason }) => reason },
      { header: "Answer", cell: ({ answer }) => answer },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Renews from (UTC)", cell: ({ renewsFrom }) => renewsFrom },
      { header: "Asked (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Decided (UTC)", cell: ({ decidedAt }) => decidedAt },
    ],
  });
}
