import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { ApprovalRow } from "#domain/refunds/list-approvals.ts";
import { APPROVAL_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<ApprovalRow>(request, {
    action: "refund.approve",
    name: "approvals",
    ...readExport(APPROVAL_LIST, request),
    columns: [
      { header: "Refund", cell: ({ id }) => id },
      { header: "Approval", cell: ({ approval }) => approval },
      { header: "State", cell: ({ state }) => state },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "Amount", cell: ({ amountMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Reason", cell: ({ reason }) => reason },
      { header: "Asked for by", cell: ({ askerName }) => askerName },
      { header: "Asked for (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Decided by", cell: ({ deciderName }) => deciderName },
      { header: "Decided (UTC)", cell: ({ decidedAt }) => decidedAt },
    ],
  });
}
