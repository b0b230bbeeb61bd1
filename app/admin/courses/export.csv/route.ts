import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, toFilterParams } from "#app/admin/_list/list.ts";
import { type CourseRow, streamCourses } from "#domain/courses/list-courses.ts";
import { COURSE_LIST, courseFilters } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  const state = readList(COURSE_LIST, searchParamsOf(request));
  return exportList<CourseRow>(request, {
    action: "course.list",
    name: "courses",
    filters: toFilterParams(state.filters),
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
    rows: (ctx) => streamCourses(ctx, courseFilters(state), state.view),
  });
}
