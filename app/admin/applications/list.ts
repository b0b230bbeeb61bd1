import { defineAddress } from "#app/admin/_list/list.ts";
import { applicationList } from "#domain/applications/list-applications.ts";

export const APPLICATION_LIST = defineAddress({
  path: "/admin/applications",
  list: applicationList,
  words: { q: "q", state: "state", course: "courseId", cohort: "cohortId", from: "from", to: "until" },
  defaultSort: { sort: "applied", direction: "desc" },
});
