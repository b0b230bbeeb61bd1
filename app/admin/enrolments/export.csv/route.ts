import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import { ENROLMENT_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<EnrolmentRow>(request, {
    action: "enrolment.list",
    name: "enrolments",
    ...readExport(ENROLMENT_LIST, request),
    columns: [
      { header: "Enrolment", cell: ({ id }) => id },
      { header: "State", cell: ({ state }) => state },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Address", cell: ({ studentEmail }) => studentEmail },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Enrolled (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Active since (UTC)", cell: ({ activatedAt }) => activatedAt },
      { header: "Ended (UTC)", cell: ({ endedAt }) => endedAt },
    ],
  });
}
