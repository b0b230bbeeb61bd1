import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { WorkRow } from "#domain/reports/list-work.ts";
import { WORK_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<WorkRow>(request, {
    action: "work.list",
    name: "worklist",
    ...readExport(WORK_LIST, request),
    columns: [
      { header: "Kind", cell: ({ kind }) => kind },
      { header: "Id", cell: ({ itemId }) => itemId },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Whose", cell: ({ who }) => who },
      { header: "Detail", cell: ({ detail }) => detail },
      {
        header: "Amount",
        cell: ({ amountMinor: minor, currency }) =>
          minor === null || currency === null ? null : toDecimal({ minor, currency }),
      },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Since (UTC)", cell: ({ since }) => since },
      { header: "Days", cell: ({ days }) => String(days) },
      { header: "Due (UTC)", cell: ({ dueAt }) => dueAt },
      { header: "Owner", cell: ({ ownerName }) => ownerName },
    ],
  });
}
