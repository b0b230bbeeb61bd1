import { defineAddress } from "#app/admin/_list/list.ts";
import { enrolmentList } from "#domain/enrolments/list-enrolments.ts";

export const ENROLMENT_LIST = defineAddress({
  path: "/admin/enrolments",
  list: enrolmentList,
  words: { q: "q", state: "state", need: "need", course: "courseId", cohort: "cohortId", from: "from", to: "until" },
  defaultSort: { sort: "created", direction: "desc" },
});
