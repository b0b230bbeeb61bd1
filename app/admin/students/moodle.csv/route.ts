import { exportStudents } from "../export-students.ts";
import { listMoodleColumns } from "#ops/import/students/export-columns.ts";

/** Every student as Moodle's upload of users reads them. */
export const GET = (request: Request) => exportStudents(request, "students-moodle", listMoodleColumns);
