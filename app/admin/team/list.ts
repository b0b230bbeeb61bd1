import { z } from "zod";
import { type ListSpec, wordFilter } from "#app/admin/_list/list.ts";

const filters = z.object({ role: wordFilter(["instructor", "support", "finance", "admin", "owner"]) });

export const TEAM_LIST: ListSpec<typeof filters.shape, "name"> = {
  path: "/admin/team",
  filters,
  sorts: ["name"],
  usual: { sort: "name", direction: "asc" },
};
