import { exportList, readExport } from "#app/admin/_list/export.ts";
import { isAccount } from "#domain/accounting/chart.ts";
import type { AccountLineRow } from "#domain/accounting/list-account-lines.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getAccountList } from "../list.ts";

type Context = { params: Promise<{ account: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { account } = await params;
  const isKnown = isAccount(account);
  return exportList<AccountLineRow>(request, {
    action: "accounting.read",
    of: async () => (isKnown ? {} : undefined),
    name: `account-${isKnown ? account : "none"}`,
    ...readExport(getAccountList(account), request, isKnown ? { account } : {}),
    columns: [
      { header: "Entry", cell: ({ entrySeq }) => entrySeq },
      { header: "Day", cell: ({ bookedOn }) => bookedOn },
      { header: "Happened on", cell: ({ happenedOn }) => happenedOn },
      { header: "What", cell: ({ kind }) => kind },
      { header: "Part", cell: ({ detail }) => detail },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Text", cell: ({ words }) => words },
      { header: "Amount", cell: ({ amountMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Currency", cell: ({ currency }) => currency },
    ],
  });
}
