import { exportList } from "#app/admin/_list/export.ts";
import { listCatalogueRows } from "#domain/courses/list-catalogue-rows.ts";
import { CATALOGUE_COLUMNS } from "#ops/import/catalogue-columns.ts";

/** The whole catalogue as the file that `npm run import -- courses` reads. */
export function GET(request: Request): Promise<Response> {
  return exportList(request, {
    action: "course.import",
    name: "catalogue",
    filters: {},
    columns: CATALOGUE_COLUMNS,
    rows: listCatalogueRows,
  });
}
