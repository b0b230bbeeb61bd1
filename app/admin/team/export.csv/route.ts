import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { Colleague } from "#domain/accounts/list-team.ts";
import { TEAM_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<Colleague>(request, {
    action: "team.read",
    name: "team",
    ...readExport(TEAM_LIST, request),
    columns: [
      { header: "Person", cell: ({ id }) => id },
      { header: "Name", cell: ({ name }) => name },
      { header: "Address", cell: ({ email }) => email },
      { header: "Roles", cell: ({ roles }) => roles.join(" ") },
      { header: "Disabled", cell: ({ disabled }) => (disabled ? "yes" : "no") },
      { header: "Last seen (UTC)", cell: ({ lastSeenAt }) => lastSeenAt },
    ],
  });
}
