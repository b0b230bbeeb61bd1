import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { WithdrawalRow } from "#domain/checkout/list-withdrawals.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { WITHDRAWAL_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<WithdrawalRow>(request, {
    action: "withdrawal.list",
    name: "withdrawals",
    ...readExport(WITHDRAWAL_LIST, request),
    columns: [
      { header: "Withdrawal", cell: ({ id }) => id },
      { header: "Received (UTC)", cell: ({ receivedAt }) => receivedAt },
      { header: "State", cell: ({ state }) => state },
      { header: "Order as typed", cell: ({ code }) => code },
      { header: "Name", cell: ({ name }) => name },
      { header: "Address", cell: ({ email }) => email },
      { header: "Order found", cell: ({ orderId }) => orderId },
      { header: "Company", cell: ({ company }) => company },
      { header: "Ordered (UTC)", cell: ({ orderedAt }) => orderedAt },
      {
        header: "Paid",
        cell: ({ paidMinor: minor, currency }) => (currency === null ? null : toDecimal({ minor, currency })),
      },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Decided by", cell: ({ deciderName }) => deciderName },
      { header: "Decided (UTC)", cell: ({ decidedAt }) => decidedAt },
      { header: "Reason", cell: ({ reason }) => reason },
    ],
  });
}
