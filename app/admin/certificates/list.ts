import { defineAddress } from "#app/admin/_list/list.ts";
import { certificateList } from "#domain/certificates/list-certificates.ts";

export const CERTIFICATE_LIST = defineAddress({
  path: "/admin/certificates",
  list: certificateList,
  words: { q: "q", state: "state", course: "courseId", cohort: "cohortId", from: "from", to: "until" },
  defaultSort: { sort: "issued", direction: "desc" },
});
