import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { PayoutRow } from "#domain/payouts/list-payouts.ts";
import { PAYOUT_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<PayoutRow>(request, {
    action: "payout.list",
    name: "payouts",
    ...readExport(PAYOUT_LIST, request),
    columns: [
      { header: "Refund", cell: ({ id }) => id },
      { header: "Status", cell: ({ status }) => status },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "Address", cell: ({ buyerEmail }) => buyerEmail },
      { header: "Account holder", cell: ({ holder }) => holder },
      { header: "Account", cell: ({ iban }) => iban },
      { header: "Amount", cell: ({ amountMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Payout file", cell: ({ runCode }) => runCode },
      { header: "Days", cell: ({ ageDays }) => ageDays },
      { header: "Requested (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Sent (UTC)", cell: ({ doneAt }) => doneAt },
    ],
  });
}
