import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, toFilterParams } from "#app/admin/_list/list.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { streamPeople, type PersonRow } from "#domain/students/list-people.ts";
import { STUDENT_LIST, studentFilters } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  const state = readList(STUDENT_LIST, searchParamsOf(request));
  return exportList<PersonRow>(request, {
    action: "student.list",
    name: "students",
    filters: toFilterParams(state.filters),
    columns: [
      { header: "Person", cell: ({ id }) => id },
      { header: "Name", cell: ({ name }) => name },
      { header: "Address", cell: ({ email }) => email },
      { header: "Places", cell: ({ enrolments }) => enrolments },
      { header: "Joined (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Address confirmed (UTC)", cell: ({ verifiedAt }) => verifiedAt },
      { header: "Disabled at (UTC)", cell: ({ disabledAt }) => disabledAt },
    ],
    rows: async function* (ctx) {
      const { timezone } = await getSchoolSettings(ctx.read);
      yield* streamPeople(ctx, studentFilters(state, timezone), state.view);
    },
  });
}
