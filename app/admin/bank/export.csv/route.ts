import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { BankLineRow } from "#domain/bank/list-bank-lines.ts";
import { BANK_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<BankLineRow>(request, {
    action: "bank.list",
    name: "bank",
    ...readExport(BANK_LIST, request),
    columns: [
      { header: "Line", cell: ({ id }) => id },
      { header: "Status", cell: ({ state }) => state },
      { header: "Account", cell: ({ account }) => account },
      { header: "Booked", cell: ({ bookedOn }) => bookedOn },
      { header: "Value date", cell: ({ valueOn }) => valueOn },
      {
        header: "Amount",
        cell: ({ amountMinor: minor, amountText, currency }) =>
          minor === null ? amountText : toDecimal({ minor, currency }),
      },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Name", cell: ({ name }) => name },
      { header: "IBAN", cell: ({ iban }) => iban },
      { header: "Reference", cell: ({ reference }) => reference },
      { header: "End-to-end id", cell: ({ endToEndId }) => endToEndId },
      { header: "Text", cell: ({ text }) => text },
      { header: "Order", cell: ({ orderCodes }) => orderCodes },
      { header: "Ignored because", cell: ({ ignoredReason }) => ignoredReason },
      { header: "File", cell: ({ fileName }) => fileName },
      { header: "Line of the file", cell: ({ fileLine }) => fileLine },
    ],
  });
}
