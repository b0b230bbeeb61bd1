import { defineAddress } from "#app/admin/_list/list.ts";
import { mailList } from "#domain/mail/list-mails.ts";

export const MAIL_LIST = defineAddress({
  path: "/admin/mail",
  list: mailList,
  words: { state: "status", kind: "kind", to: "to", from: "from", until: "until" },
  defaultSort: { sort: "created", direction: "desc" },
});
