import { exportList, readExport } from "#app/admin/_list/export.ts";
import { findCourseResource } from "#domain/courses/load-course.ts";
import type { CourseStudentRow } from "#domain/usage/list-course-students.ts";
import { createStudentAddress } from "../list.ts";

type Props = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { id } = await params;
  return exportList<CourseStudentRow>(request, {
    action: "usage.read",
    of: (ctx) => findCourseResource(ctx, id),
    name: "usage-students",
    ...readExport(createStudentAddress(id), request, { courseId: id }),
    columns: [
      { header: "Enrolment", cell: (row) => row.id },
      { header: "Student", cell: ({ name }) => name },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "State", cell: ({ state }) => state },
      { header: "Enrolled (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Openings", cell: ({ openings }) => openings },
      { header: "Days", cell: ({ days }) => days },
      { header: "First opened (UTC)", cell: ({ firstAt }) => firstAt },
      { header: "Last opened (UTC)", cell: ({ lastAt }) => lastAt },
    ],
  });
}
