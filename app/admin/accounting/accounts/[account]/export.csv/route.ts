import { exportList, readExport, searchParamsOf } from "#app/admin/_list/export.ts";
import type { AccountLineRow } from "#domain/accounting/list-account-lines.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getAccountList, readSheet } from "../list.ts";

type Context = { params: Promise<{ account: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { account } = await params;
  const { detail, order, person } = searchParamsOf(request);
  const sheet = readSheet(account, Boolean(detail ?? order ?? person));
  return exportList<AccountLineRow>(request, {
    action: "accounting.read",
    of: async () => (sheet ? {} : undefined),
    name: `account-${sheet ? account : "none"}`,
    ...readExport(getAccountList(account), request, Object.fromEntries(Object.entries(sheet?.sets ?? {}))),
    columns: [
      { header: "Entry", cell: ({ entrySeq }) => entrySeq },
      { header: "Day", cell: ({ bookedOn }) => bookedOn },
      { header: "Happened on", cell: ({ happenedOn }) => happenedOn },
      { header: "What", cell: ({ kind }) => kind },
      { header: "Account", cell: (row) => row.account },
      { header: "Part", cell: ({ detail }) => detail },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Text", cell: ({ words }) => words },
      { header: "Amount", cell: ({ amountMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Currency", cell: ({ currency }) => currency },
    ],
  });
}
