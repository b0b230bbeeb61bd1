import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { CreditEntry, CreditView } from "#domain/credit/get-credit.ts";
import type { PlainKey } from "#messages/message.ts";

const KINDS: Record<CreditEntry["kind"], PlainKey> = {
  given: "credit.kind_given",
  goodwill: "credit.kind_goodwill",
  spent: "credit.kind_spent",
  returned: "credit.kind_returned",
  paid_out: "credit.kind_paid_out",
};

/** How much credit there is, and everything that it was made of. */
export function CreditEntries({ credit, timezone }: { credit: CreditView; timezone: string }) {
  const t = getTranslator();
  const columns: Column<CreditEntry>[] = [
    {
      key: "what",
      header: t("credit.what"),
      long: true,
      cell: ({ kind, orderCode, reason }) => (
        <>
          {orderCode === null ? t(KINDS[kind]) : t("credit.kind_of_order", { kind: t(KINDS[kind]), orderCode })}
          {reason && <span className="block text-small text-ink-soft">{reason}</span>}
        </>
      ),
    },
    {
      key: "at",
      header: t("credit.at"),
      cell: ({ at }) => <DateTime instant={at} timezone={timezone} form="date" />,
    },
    {
      key: "amount",
      header: t("credit.amount"),
      align: "end",
      cell: ({ amount }) => <span className="num">{formatAmount(amount)}</span>,
    },
  ];
  return (
    <div className="grid gap-6">
      <DescriptionList
        items={
          credit.balances.length === 0
            ? [{ term: t("credit.balance"), value: t("credit.none") }]
            : credit.balances.map((amount) => ({
                term: t("credit.balance"),
                strong: true,
                value: <Money amount={amount} />,
              }))
        }
      />
      {credit.entries.length > 0 && (
        <Table caption={t("credit.entries_caption")} columns={columns} rows={credit.entries} rowKey={({ id }) => id} />
      )}
    </div>
  );
}
