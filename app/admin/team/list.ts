import { z } from "zod";
import { type ListSpec, choiceFilter } from "#app/admin/_list/list.ts";

const filters = z.object({ role: choiceFilter(["instructor", "support", "finance", "admin", "owner"]) });

export const TEAM_LIST: ListSpec<typeof filters.shape, "name"> = {
  path: "/admin/team",
  filters,
  sorts: ["name"],
  defaultSort: { sort: "name", direction: "asc" },
};
