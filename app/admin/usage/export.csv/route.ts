import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readPeriod } from "#app/admin/_list/period.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getSchoolUsage, type UsedCourse } from "#domain/usage/get-school-usage.ts";

export async function GET(request: Request): Promise<Response> {
  const days = readPeriod(searchParamsOf(request));
  return exportList<UsedCourse>(request, {
    action: "usage.list",
    name: "usage",
    filters: { days: String(days) },
    rows: async function* (ctx) {
      const { timezone } = await getSettingsOnce(ctx);
      yield (await getSchoolUsage(ctx, { days, timezone })).courses;
    },
    columns: [
      { header: "Course", cell: ({ courseId }) => courseId },
      { header: "Title", cell: ({ title }) => title },
      { header: "Openings", cell: ({ openings }) => openings },
      { header: "Visits", cell: ({ visits }) => visits },
      { header: "Days", cell: (row) => row.days },
    ],
  });
}
