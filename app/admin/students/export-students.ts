import { exportList } from "#app/admin/_list/export.ts";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { isAllowed } from "#domain/policy.ts";
import { countPlacesMax, listStudentRows, type StudentFileRow } from "#domain/students/list-student-rows.ts";
import type { CsvColumn } from "#ops/csv.ts";

/** Answers with all students as a file that can be imported, with as many columns of places as the busiest of them has. */
export async function exportStudents(
  request: Request,
  name: string,
  listColumns: (placeCount: number) => CsvColumn<StudentFileRow>[],
): Promise<Response> {
  const ctx = await getPageReadCtx();
  const placeCount = isAllowed(ctx.actor, "student.import") ? await countPlacesMax(ctx) : 0;
  const columns = listColumns(placeCount);
  return exportList(request, { action: "student.import", name, filters: {}, columns, rows: listStudentRows });
}
