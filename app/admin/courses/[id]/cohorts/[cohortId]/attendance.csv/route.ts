import { exportList } from "#app/admin/_list/export.ts";
import { listRegisterMeetings, type RegisterRow, streamRegister } from "#domain/attendance/stream-register.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { findCourseResource } from "#domain/courses/load-course.ts";
import { getPageReadCtx } from "#app/_auth/viewer.ts";

type Props = { params: Promise<{ id: string; cohortId: string }> };

/** `2026-01-08 18:30`, on the clock of the cohort: what stands in a teacher's own register. */
const nameOf = (startsAt: Date, timezone: string) =>
  new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: timezone }).format(startsAt);

/** The register of a cohort: a line for each student, a column for each meeting. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { id, cohortId } = await params;
  const read = await getPageReadCtx();
  const found = await getCohortOffice(read, id, cohortId);
  const meetings = found ? await listRegisterMeetings(read, cohortId) : [];
  return exportList<RegisterRow>(request, {
    action: "attendance.read",
    of: async (ctx) => (found ? findCourseResource(ctx, id) : undefined),
    name: "attendance",
    filters: { cohortId },
    rows: (ctx) => streamRegister(ctx, cohortId),
    columns: [
      { header: "Enrolment", cell: (row) => row.enrolmentId },
      { header: "Student", cell: ({ name }) => name },
      { header: "State", cell: ({ enrolmentState }) => enrolmentState },
      { header: "Meetings held", cell: (row) => row.meetings },
      { header: "Attended", cell: ({ attended }) => attended },
      { header: "Excused", cell: ({ excused }) => excused },
      ...meetings.map((meeting) => ({
        header: [nameOf(meeting.startsAt, found?.cohort.timezone ?? "UTC"), meeting.title].filter(Boolean).join(" "),
        cell: ({ states }: RegisterRow) => states.get(meeting.id) ?? "",
      })),
    ],
  });
}
