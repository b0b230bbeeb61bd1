import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { CourseUsage } from "#domain/api/usage-shapes.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { getCourseUsage } from "#domain/usage/get-course-usage.ts";

export default defineRead({
  id: "readCourseUsage",
  method: "GET",
  path: "/courses/{id}/usage",
  subject: "Usage",
  summary: "Read how a course is used",
  detail: "For the office and who teaches the course. What was opened in the last seconds may not be counted yet.",
  needs: "usage.read",
  query: z.strictObject({
    days: TypedNumber(1, 366).default(30).meta({ description: "How many days back, today included." }),
  }),
  status: 200,
  answer: CourseUsage,
  handle: async (ctx, { id, query: { days } }) => {
    const { timezone } = await getSchoolSettings(ctx.read);
    return getCourseUsage(ctx, { courseId: id, days, timezone });
  },
});
