import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { createPageSchema, Paging } from "#domain/api/parts.ts";
import { CourseStudent } from "#domain/api/usage-shapes.ts";
import { findCourseResource } from "#domain/courses/load-course.ts";
import { authorize } from "#domain/policy.ts";
import { courseStudentList } from "#domain/usage/list-course-students.ts";

const { cohortId, opened } = courseStudentList.filters;

export default defineRead({
  id: "listCourseStudents",
  method: "GET",
  path: "/courses/{id}/students",
  subject: "Usage",
  summary: "List the students of a course, and what each has opened",
  detail:
    "The newest enrolment first, for the office and who teaches the course. `opened=never` gives those who may open it and never have.",
  needs: "usage.read",
  query: z.strictObject({ ...Paging, cohortId: cohortId.input.optional(), opened: opened.input.optional() }),
  status: 200,
  answer: createPageSchema(CourseStudent),
  handle: async (ctx, { id, query }) => {
    const course = await findCourseResource(ctx, id);
    authorize(ctx, "usage.read", course ?? { teacherIds: [] });
    if (!course) return undefined;
    return courseStudentList.after(ctx, { ...query, courseId: id });
  },
});
