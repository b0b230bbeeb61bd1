import { defineAddress } from "#app/admin/_list/list.ts";
import { workList } from "#domain/reports/list-work.ts";

export const WORK_LIST = defineAddress({
  path: "/admin/worklist",
  list: workList,
  words: { q: "q", kind: "kind", owner: "owner", age: "age" },
  defaultSort: { sort: "since", direction: "asc" },
});
