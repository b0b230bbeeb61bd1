import { defineAddress } from "#app/admin/_list/list.ts";
import { approvalList } from "#domain/refunds/list-approvals.ts";

export const APPROVAL_LIST = defineAddress({
  path: "/admin/approvals",
  list: approvalList,
  words: { approval: "approval" },
  defaultSort: { sort: "created", direction: "desc" },
});
