import { Badge } from "#components/ui/badge.tsx";
import { DateTime, formatDeadline } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { Receipt as ReceiptView, ReceiptLine, ReceiptPayment } from "#domain/learning/receipts.ts";
import { orderWords, standingSentence } from "./order-words.ts";

const PROVIDERS: Record<ReceiptPayment["provider"], string> = {
  sandbox: "Test card",
  stripe: "Card",
  bank: "Bank transfer",
};

export type ReceiptProps = { receipt: ReceiptView; timezone: string; schoolTimezone: string };

/** An order on paper: what was bought, what it costs, what was paid and given back. */
export function Receipt({ receipt, timezone, schoolTimezone }: ReceiptProps) {
  const { currency, totalMinor, standing, state, lines, school } = receipt;
  const words = standingSentence({ state, standing, total: { minor: totalMinor, currency } });
  return (
    <div className="grid max-w-[46rem] gap-8">
      {words && <Notice tone="warn">{words}</Notice>}
      <div className="grid gap-6 sm:grid-cols-2">
        <Facts receipt={receipt} timezone={timezone} schoolTimezone={schoolTimezone} />
        <DescriptionList
          heading="From and to"
          items={[
            { term: "School", value: school.name },
            ...(school.supportEmail ? [{ term: "Questions", value: school.supportEmail }] : []),
            { term: "For", value: <span dir="auto">{receipt.buyer.name}</span> },
            { term: "E-mail", value: <span className="[overflow-wrap:anywhere]">{receipt.buyer.email}</span> },
          ]}
        />
      </div>
      <Table
        caption="What was bought"
        columns={columnsOf(currency)}
        rows={lines}
        rowKey={({ slug, cohortName }) => slug + cohortName}
      />
      <Totals receipt={receipt} />
      {receipt.payments.length > 0 && <Payments receipt={receipt} timezone={timezone} />}
      {state === "paid" && totalMinor > 0 && school.refundPolicy && (
        <p className="text-small text-ink-soft">{school.refundPolicy}</p>
      )}
    </div>
  );
}

function Facts({ receipt, timezone, schoolTimezone }: ReceiptProps) {
  const { state, createdAt, paidAt, cancelledAt, cancelReason, expiresAt } = receipt;
  const on = (instant: Date) => <DateTime instant={instant} timezone={timezone} form="date" />;
  const { label, tone } = orderWords({ state, total: { minor: receipt.totalMinor, currency: receipt.currency } });
  return (
    <DescriptionList
      heading="Order"
      items={[
        { term: "Number", value: receipt.code },
        { term: "State", value: <Badge tone={tone}>{label}</Badge> },
        { term: "Placed", value: on(createdAt) },
        ...(paidAt ? [{ term: receipt.totalMinor > 0 ? "Paid" : "Confirmed", value: on(paidAt) }] : []),
        ...(state === "awaiting_payment" && expiresAt
          ? [{ term: "Pay until", value: formatDeadline(expiresAt, schoolTimezone) }]
          : []),
        ...(cancelledAt ? [{ term: "Cancelled", value: on(cancelledAt) }] : []),
        ...(cancelReason ? [{ term: "Why", value: cancelReason }] : []),
      ]}
    />
  );
}

function columnsOf(currency: string): Column<ReceiptLine>[] {
  return [
    {
      key: "course",
      header: "Course",
      cell: ({ courseTitle, cohortName, startsAt, timezone }) => (
        <div>
          <span className="font-[560]" dir="auto">
            {courseTitle}
          </span>
          <span className="block text-small font-normal text-ink-soft">
            <span dir="auto">{cohortName}</span>
            {startsAt && (
              <>
                , from <DateTime instant={startsAt} timezone={timezone} form="date" />
              </>
            )}
          </span>
        </div>
      ),
    },
    { key: "quantity", header: "Places", align: "end", cell: ({ quantity }) => quantity },
    {
      key: "unit",
      header: "Price",
      align: "end",
      cell: ({ unitMinor }) => formatAmount({ minor: unitMinor, currency }, { bare: true }),
    },
    {
      key: "total",
      header: `Total, ${currency}`,
      align: "end",
      cell: ({ totalMinor }) => formatAmount({ minor: totalMinor, currency }, { bare: true }),
    },
  ];
}

function Totals({ receipt: { lines, totalMinor, currency } }: { receipt: ReceiptView }) {
  const sum = (of: (line: ReceiptLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const discountMinor = sum((line) => line.discountMinor);
  const taxMinor = sum((line) => line.taxMinor);
  return (
    <DescriptionList
      className="sm:ml-auto sm:w-72"
      items={[
        ...(discountMinor > 0
          ? [{ term: "Discount", value: <Money amount={{ minor: -discountMinor, currency }} /> }]
          : []),
        ...(taxMinor > 0 ? [{ term: "Tax included", value: <Money amount={{ minor: taxMinor, currency }} /> }] : []),
        {
          term: "Total",
          strong: true,
          value: totalMinor === 0 ? "Free" : <Money amount={{ minor: totalMinor, currency }} />,
        },
      ]}
    />
  );
}

/** How a refund stands, for the student. One by bank transfer the office sends itself, and says so when it has. */
export function refundWords(provider: ReceiptView["payments"][number]["provider"], state: string): string {
  if (state !== "requested" && state !== "submitted") return "Given back";
  return provider === "bank" ? "To be sent back to you" : "Going back to you";
}

function Payments({ receipt, timezone }: { receipt: ReceiptView; timezone: string }) {
  const { payments, currency, standing } = receipt;
  const items = payments.flatMap((payment) => [
    {
      term: `${PROVIDERS[payment.provider]}${payment.state === "pending" ? ", not arrived yet" : ""}`,
      value: <MoneyAt minor={payment.amountMinor} currency={currency} at={payment.at} timezone={timezone} />,
    },
    ...payment.refunds
      .filter(({ state }) => state !== "failed")
      .map(({ state, amountMinor, at }) => ({
        term: refundWords(payment.provider, state),
        value: <MoneyAt minor={-amountMinor} currency={currency} at={at} timezone={timezone} />,
      })),
  ]);
  return (
    <DescriptionList
      heading="Payments"
      items={[
        ...items,
        {
          term: "Paid in all",
          strong: true,
          value: <Money amount={{ minor: standing.paidMinor, currency }} />,
        },
      ]}
    />
  );
}

type MoneyAtProps = { minor: number; currency: string; at: Date; timezone: string };

function MoneyAt({ minor, currency, at, timezone }: MoneyAtProps) {
  return (
    <>
      <span className="text-ink-faint">
        <DateTime instant={at} timezone={timezone} form="date" />
      </span>{" "}
      <Money amount={{ minor, currency }} />
    </>
  );
}
