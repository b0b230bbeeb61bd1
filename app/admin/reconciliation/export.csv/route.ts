import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { DifferenceRow } from "#domain/reconciliation/list-differences.ts";
import { DIFFERENCE_LIST } from "../list.ts";

const amount = (minor: number | null, currency: string | null) =>
  minor === null || currency === null ? null : toDecimal({ minor, currency });

export async function GET(request: Request): Promise<Response> {
  return exportList<DifferenceRow>(request, {
    action: "reconciliation.list",
    name: "reconciliation",
    ...readExport(DIFFERENCE_LIST, request),
    columns: [
      { header: "Difference", cell: ({ id }) => id },
      { header: "Provider", cell: ({ provider }) => provider },
      { header: "Kind", cell: ({ kind }) => kind },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Ours", cell: ({ ourType }) => ourType },
      { header: "Our id", cell: ({ ourId }) => ourId },
      { header: "Our amount", cell: ({ ourMinor, ourCurrency }) => amount(ourMinor, ourCurrency) },
      { header: "Our currency", cell: ({ ourCurrency }) => ourCurrency },
      { header: "Their id", cell: ({ theirReference }) => theirReference },
      { header: "Their amount", cell: ({ theirMinor, theirCurrency }) => amount(theirMinor, theirCurrency) },
      { header: "Their currency", cell: ({ theirCurrency }) => theirCurrency },
      { header: "Occurred (UTC)", cell: ({ occurredAt }) => occurredAt },
      { header: "Found (UTC)", cell: ({ foundAt }) => foundAt },
      { header: "Resolved (UTC)", cell: ({ resolvedAt }) => resolvedAt },
      { header: "Resolved by", cell: ({ resolvedByName }) => resolvedByName },
      { header: "Note", cell: ({ note }) => note },
    ],
  });
}
