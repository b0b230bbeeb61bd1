import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { OrderRow } from "#domain/orders/list-orders.ts";
import { ORDER_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<OrderRow>(request, {
    action: "order.list",
    name: "orders",
    ...readExport(ORDER_LIST, request),
    columns: [
      { header: "Order", cell: ({ code }) => code },
      { header: "State", cell: ({ state }) => state },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "Address", cell: ({ buyerEmail }) => buyerEmail },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "List price", cell: ({ listMinor: minor, currency }) => toDecimal({ minor, currency }) },
      {
        header: "Discount",
        cell: ({ listMinor, totalMinor, currency }) => toDecimal({ minor: listMinor - totalMinor, currency }),
      },
      { header: "Coupons", cell: ({ coupons }) => coupons.join(" ") },
      { header: "Total", cell: ({ totalMinor, currency }) => toDecimal({ minor: totalMinor, currency }) },
      { header: "Paid", cell: ({ balance, currency }) => toDecimal({ minor: balance.paidMinor, currency }) },
      { header: "Standing", cell: ({ balance }) => balance.kind },
      {
        header: "Difference",
        cell: ({ balance, currency }) => toDecimal({ minor: balance.differenceMinor, currency }),
      },
      { header: "Review reason", cell: ({ reviewReason }) => reviewReason },
      { header: "Providers", cell: ({ providers }) => providers.join(" ") },
      { header: "Created (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Paid at (UTC)", cell: ({ paidAt }) => paidAt },
    ],
  });
}
