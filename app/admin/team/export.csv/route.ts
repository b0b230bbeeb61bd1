import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, toFilterParams } from "#app/admin/_list/list.ts";
import { type Colleague, listTeam } from "#domain/accounts/list-team.ts";
import { TEAM_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  const { filters } = readList(TEAM_LIST, searchParamsOf(request));
  return exportList<Colleague>(request, {
    action: "team.read",
    name: "team",
    filters: toFilterParams(filters),
    columns: [
      { header: "Person", cell: ({ id }) => id },
      { header: "Name", cell: ({ name }) => name },
      { header: "Address", cell: ({ email }) => email },
      { header: "Roles", cell: ({ roles }) => roles.join(" ") },
      { header: "Disabled", cell: ({ disabled }) => (disabled ? "yes" : "no") },
      { header: "Last seen (UTC)", cell: ({ lastSeenAt }) => lastSeenAt },
    ],
    rows: async function* (ctx) {
      for (let page = 1; ; page += 1) {
        const { items } = await listTeam(ctx, { page, ...filters });
        if (items.length === 0) return;
        yield items;
      }
    },
  });
}
