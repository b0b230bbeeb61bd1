import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, saidFilters } from "#app/admin/_list/list.ts";
import { everyEnrolment, type EnrolmentRow } from "#domain/enrolments/queries.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import { ENROLMENT_LIST, enrolmentFilters } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  const state = readList(ENROLMENT_LIST, searchParamsOf(request));
  return exportList<EnrolmentRow>(request, {
    action: "enrolment.list",
    name: "enrolments",
    filters: saidFilters(state.filters),
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
      const { timezone } = await schoolSettings(ctx.read);
      yield* everyEnrolment(ctx, enrolmentFilters(state, timezone), state.view);
    },
  });
}
