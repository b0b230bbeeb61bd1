import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { CourseRow } from "#domain/courses/list-courses.ts";
import { COURSE_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<CourseRow>(request, {
    action: "course.list",
    name: "courses",
    ...readExport(COURSE_LIST, request),
    columns: [
      { header: "Course", cell: ({ id }) => id },
      { header: "Title", cell: ({ title }) => title },
      { header: "Address", cell: ({ slug }) => slug },
      { header: "Subject", cell: ({ subject }) => subject },
      { header: "State", cell: ({ state }) => state },
      { header: "Cohorts not over", cell: ({ cohorts }) => cohorts },
      { header: "Seats taken", cell: ({ seatsTaken }) => seatsTaken },
      { header: "Seats", cell: ({ capacity }) => capacity },
      { header: "Created (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Published (UTC)", cell: ({ publishedAt }) => publishedAt },
    ],
  });
}
