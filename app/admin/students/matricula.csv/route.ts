import { exportStudents } from "../export-students.ts";
import { listOwnColumns } from "#ops/import/students/export-columns.ts";

/** Every student as the file that an import reads back. */
export const GET = (request: Request) => exportStudents(request, "students-to-import", listOwnColumns);
