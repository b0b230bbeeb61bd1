import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadTeacherViews } from "#domain/api/course-parts.ts";
import { Teacher } from "#domain/api/shapes.ts";
import { StaffList } from "#domain/courses/inputs.ts";
import { setCourseStaff } from "#domain/courses/set-course-staff.ts";

export default defineWrite({
  id: "setTeachers",
  method: "POST",
  path: "/courses/{id}/teachers",
  subject: "Courses",
  summary: "Say who teaches a course",
  detail:
    "The whole list: who is left out teaches it no more. They may edit it as soon as they have the role of an instructor.",
  needs: "course.staff",
  body: z.strictObject({ teachers: z.array(StaffList.element.strict()).max(20) }),
  status: 200,
  answer: z.strictObject({ items: z.array(Teacher) }),
  handle: async (ctx, { id, body }) => {
    await setCourseStaff(ctx, { courseId: id, staff: body.teachers });
    return loadTeacherViews(ctx, id);
  },
});
