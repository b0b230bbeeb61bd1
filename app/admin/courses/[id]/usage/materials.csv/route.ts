import { exportList } from "#app/admin/_list/export.ts";
import { findCourseResource } from "#domain/courses/load-course.ts";
import { type MaterialUsage, streamMaterialUsage } from "#domain/usage/get-course-usage.ts";

type Props = { params: Promise<{ id: string }> };

/** The materials of a course, and how much each was opened. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { id } = await params;
  return exportList<MaterialUsage>(request, {
    action: "usage.read",
    of: (ctx) => findCourseResource(ctx, id),
    name: "usage-materials",
    filters: { course: id },
    rows: (ctx) => streamMaterialUsage(ctx, id),
    columns: [
      { header: "Material", cell: (row) => row.id },
      { header: "Title", cell: ({ title }) => title },
      { header: "Kind", cell: ({ kind }) => kind },
      { header: "Added (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Openings", cell: ({ openings }) => openings },
      { header: "Students", cell: ({ students }) => students },
      { header: "First opened (UTC)", cell: ({ firstAt }) => firstAt },
      { header: "Last opened (UTC)", cell: ({ lastAt }) => lastAt },
    ],
  });
}
