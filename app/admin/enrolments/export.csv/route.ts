import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, toFilterParams } from "#app/admin/_list/list.ts";
import { streamEnrolments, type EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { ENROLMENT_LIST, enrolmentFilters } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  const state = readList(ENROLMENT_LIST, searchParamsOf(request));
  return exportList<EnrolmentRow>(request, {
    action: "enrolment.list",
    name: "enrolments",
    filters: toFilterParams(state.filters),
    columns: [
      { header: "Enrolment", cell: ({ id }) => id },
      { header: "State", cell: ({ state }) => state },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Address", cell: ({ studentEmail }) => studentEmail },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Enrolled (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Active since (UTC)", cell: ({ activatedAt }) => activatedAt },
      { header: "Ended (UTC)", cell: ({ endedAt }) => endedAt },
    ],
    rows: async function* (ctx) {
      const { timezone } = await getSchoolSettings(ctx.read);
      yield* streamEnrolments(ctx, enrolmentFilters(state, timezone), state.view);
    },
  });
}
