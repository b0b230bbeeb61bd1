import { defineAddress } from "#app/admin/_list/list.ts";
import { renewalList } from "#domain/enrolments/list-renewals.ts";

export const RENEWAL_LIST = defineAddress({
  path: "/admin/renewals",
  list: renewalList,
  words: { q: "q", state: "state", course: "courseId", from: "from", to: "until" },
  defaultSort: { sort: "created", direction: "desc" },
});
