import { defineAddress } from "#app/admin/_list/list.ts";
import { claimLinkList } from "#domain/checkout/list-claim-links.ts";

export const CLAIM_LINK_LIST = defineAddress({
  path: "/admin/claim-links",
  list: claimLinkList,
  words: { q: "q", state: "state", course: "courseId", cohort: "cohortId", from: "from", to: "until" },
  defaultSort: { sort: "created", direction: "desc" },
});
