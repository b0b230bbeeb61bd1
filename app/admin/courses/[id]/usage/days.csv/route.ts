import { exportList } from "#app/admin/_list/export.ts";
import { findCourseResource } from "#domain/courses/load-course.ts";
import { streamUsageDays, type UsageDay } from "#domain/usage/get-course-usage.ts";

type Props = { params: Promise<{ id: string }> };

/** All days on which a course was opened. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { id } = await params;
  return exportList<UsageDay>(request, {
    action: "usage.read",
    of: (ctx) => findCourseResource(ctx, id),
    name: "usage-days",
    filters: { course: id },
    rows: (ctx) => streamUsageDays(ctx, id),
    columns: [
      { header: "Day", cell: ({ day }) => day },
      { header: "Openings", cell: ({ openings }) => openings },
      { header: "Students", cell: ({ students }) => students },
    ],
  });
}
