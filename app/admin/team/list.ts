import { defineAddress } from "#app/admin/_list/list.ts";
import { teamList } from "#domain/accounts/list-team.ts";

export const TEAM_LIST = defineAddress({
  path: "/admin/team",
  list: teamList,
  words: { role: "role" },
  defaultSort: { sort: "name", direction: "asc" },
});
