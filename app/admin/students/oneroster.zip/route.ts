import { admitExport } from "#app/admin/_list/export.ts";
import { listStudentRows } from "#domain/students/list-student-rows.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { buildOneRoster } from "#ops/import/students/build-oneroster.ts";

/** Every student and place as an archive of OneRoster 1.1. */
export async function GET(request: Request): Promise<Response> {
  const admitted = await admitExport(request, { action: "student.import", name: "students-oneroster", filters: {} });
  if ("refusal" in admitted) return admitted.refusal;
  const { ctx, headers } = admitted;
  const { name } = await getSettingsOnce(ctx);
  const archive = await buildOneRoster(listStudentRows(ctx), { school: name, year: ctx.now.getUTCFullYear() });
  return new Response(Buffer.from(archive), { headers: { ...headers("zip"), "content-type": "application/zip" } });
}
