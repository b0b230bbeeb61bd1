import { getTranslator } from "#components/messages/get-translator.ts";
import { Money } from "#components/ui/money.tsx";
import { Table } from "#components/ui/table.tsx";
import type { ReportRow, Shows } from "#domain/accounting/report-rows.ts";
import type { PlainKey } from "#messages/message.ts";
import { taxDetailWords } from "./account-words.ts";

export type ShownReport = {
  title: PlainKey;
  /** What the first column holds, and the amounts beside it. */
  rowLabel: PlainKey;
  columns: readonly PlainKey[];
  /** What a row is called that has no name. */
  unnamed: PlainKey;
};

/** Where what a row sums up can be seen. */
function hrefOf(shows: Shows | undefined, currency: string): string | undefined {
  if (!shows) return undefined;
  if ("report" in shows) {
    const { report, ...narrowed } = shows;
    return `/admin/accounting/reports/${report}?${new URLSearchParams(narrowed)}`;
  }
  if ("orderCode" in shows) return `/admin/orders/${shows.orderCode}#journals`;
  if ("bankLineId" in shows) return `/admin/bank/${shows.bankLineId}`;
  const { account, ...narrowed } = shows;
  return `/admin/accounting/accounts/${account}?${new URLSearchParams({ ...narrowed, currency })}`;
}

/** `2026-11 standard:81000` as people read it. */
const labelOf = (label: string) => label.replace(/\S+:\d+$/, (detail) => taxDetailWords(detail));

/** The rows of a report in one currency, and what they come to. */
export function ReportTable({
  report,
  currency,
  rows,
  totals,
}: {
  report: ShownReport;
  currency: string;
  rows: ReportRow[];
  totals: number[];
}) {
  const t = getTranslator();
  const all: (ReportRow & { isTotal?: boolean })[] = [
    ...rows,
    { key: "total", label: t("accounting.total_label"), currency, amounts: totals, isTotal: true },
  ];
  return (
    <div className="mt-5">
      <Table<(typeof all)[number]>
        caption={`${t(report.title)} ${currency}`}
        showCaption
        rows={all}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "label",
            header: t(report.rowLabel),
            long: true,
            cell: ({ label, shows, isTotal }) => {
              const words = label === "" || label.endsWith(" ") ? `${label}${t(report.unnamed)}` : labelOf(label);
              const href = hrefOf(shows, currency);
              if (isTotal) return <strong>{words}</strong>;
              return href ? (
                <a className="link" href={href} dir="auto">
                  {words}
                </a>
              ) : (
                <span dir="auto">{words}</span>
              );
            },
          },
          ...report.columns.map((header, column) => ({
            key: header,
            header: t(header),
            align: "end" as const,
            cell: ({ amounts, columnShows, isTotal }: (typeof all)[number]) => {
              const amount = { minor: amounts[column] ?? 0, currency };
              const href = amount.minor === 0 ? undefined : hrefOf(columnShows?.[column], currency);
              const money = <Money amount={amount} {...(isTotal ? { className: "font-[600]" } : {})} />;
              return href ? (
                <a className="link" href={href}>
                  {money}
                </a>
              ) : (
                money
              );
            },
          })),
        ]}
      />
    </div>
  );
}
