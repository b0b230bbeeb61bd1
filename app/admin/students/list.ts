import { defineAddress } from "#app/admin/_list/list.ts";
import { personList } from "#domain/students/list-people.ts";

export const STUDENT_LIST = defineAddress({
  path: "/admin/students",
  list: personList,
  words: { q: "q", status: "status", who: "who", from: "from", to: "until" },
  formerWords: { standing: "status" },
  defaultSort: { sort: "created", direction: "desc" },
});
