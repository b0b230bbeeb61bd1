import { defineAddress } from "#app/admin/_list/list.ts";
import { invoiceList } from "#domain/invoices/list-invoices.ts";

export const INVOICE_LIST = defineAddress({
  path: "/admin/invoices",
  list: invoiceList,
  words: { q: "q", kind: "kind", state: "state", from: "from", to: "until" },
  defaultSort: { sort: "issued", direction: "desc" },
});
