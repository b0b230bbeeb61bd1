import { exportList } from "#app/admin/_list/export.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { type CohortRetention, listCohortRetention, RETENTION_WEEKS } from "#domain/usage/list-cohort-retention.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<CohortRetention>(request, {
    action: "usage.list",
    name: "retention",
    filters: {},
    rows: async function* (ctx) {
      const { timezone } = await getSettingsOnce(ctx);
      yield await listCohortRetention(ctx, { timezone });
    },
    columns: [
      { header: "Cohort", cell: ({ cohortId }) => cohortId },
      { header: "Course", cell: ({ courseId }) => courseId },
      { header: "Title", cell: ({ title }) => title },
      { header: "Name", cell: ({ cohort }) => cohort },
      { header: "Starts", cell: ({ startsAt }) => startsAt },
      { header: "Students", cell: ({ students }) => students },
      ...RETENTION_WEEKS.map((week) => ({
        header: `Week ${week}`,
        cell: ({ weeks }: CohortRetention) => weeks.find((each) => each.week === week)?.students ?? "",
      })),
    ],
  });
}
