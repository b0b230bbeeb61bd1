import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { InvoiceRow } from "#domain/invoices/list-invoices.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { INVOICE_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<InvoiceRow>(request, {
    action: "invoice.list",
    name: "invoices",
    ...readExport(INVOICE_LIST, request),
    columns: [
      { header: "Number", cell: ({ code }) => code },
      { header: "Kind", cell: ({ kind }) => kind },
      { header: "State", cell: ({ state }) => state },
      { header: "Day", cell: ({ issuedOn }) => issuedOn },
      { header: "Due on", cell: ({ dueOn }) => dueOn },
      { header: "Paid (UTC)", cell: ({ paidAt }) => paidAt },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "Address", cell: ({ buyerEmail }) => buyerEmail },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Total", cell: ({ totalMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Currency", cell: ({ currency }) => currency },
    ],
  });
}
