import { defineAddress } from "#app/admin/_list/list.ts";
import { auditList } from "#domain/audit/list-audit.ts";

export const AUDIT_LIST = defineAddress({
  path: "/admin/audit",
  list: auditList,
  words: {
    who: "who",
    action: "action",
    security: "isSecurity",
    type: "objectType",
    object: "objectId",
    from: "from",
    to: "until",
  },
  defaultSort: { sort: "seq", direction: "desc" },
});
