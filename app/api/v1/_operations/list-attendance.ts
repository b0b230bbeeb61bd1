import { defineRead } from "#app/_http/json.ts";
import { Attendance } from "#domain/api/attendance-shapes.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { attendanceList } from "#domain/attendance/list-attendance.ts";

export default defineRead({
  id: "listAttendance",
  method: "GET",
  path: "/attendance",
  subject: "Attendance",
  summary: "List who was at which meeting",
  detail:
    "What was said last, the latest first. The office sees everybody's, an instructor that of the courses they teach, a student their own. Of whom nothing was said there is no item.",
  needs: "attendance.read",
  query: createListQuery(attendanceList),
  status: 200,
  answer: createPageSchema(Attendance),
  handle: (ctx, { query }) => attendanceList.after(ctx, query),
});
