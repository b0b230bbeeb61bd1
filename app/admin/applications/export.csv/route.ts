import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { ApplicationRow } from "#domain/applications/list-applications.ts";
import { APPLICATION_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<ApplicationRow>(request, {
    action: "application.list",
    name: "applications",
    ...readExport(APPLICATION_LIST, request),
    columns: [
      { header: "Application", cell: ({ id }) => id },
      { header: "State", cell: ({ state }) => state },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Address", cell: ({ studentEmail }) => studentEmail },
      { header: "Address confirmed", cell: ({ isConfirmed }) => (isConfirmed ? "yes" : "no") },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Reply", cell: ({ reply }) => reply },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Applied (UTC)", cell: ({ appliedAt }) => appliedAt },
      { header: "Decided (UTC)", cell: ({ decidedAt }) => decidedAt },
    ],
  });
}
