import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { PersonRow } from "#domain/students/list-people.ts";
import { STUDENT_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<PersonRow>(request, {
    action: "student.list",
    name: "students",
    ...readExport(STUDENT_LIST, request),
    columns: [
      { header: "Person", cell: ({ id }) => id },
      { header: "Name", cell: ({ name }) => name },
      { header: "Address", cell: ({ email }) => email },
      { header: "Enrolments", cell: ({ enrolments }) => enrolments },
      { header: "Joined (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Address confirmed (UTC)", cell: ({ verifiedAt }) => verifiedAt },
      { header: "Disabled at (UTC)", cell: ({ disabledAt }) => disabledAt },
    ],
  });
}
