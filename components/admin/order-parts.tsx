import type { JournalRow, OrderView, ProviderEventRow } from "#domain/orders/get-order.ts";
import { DateTime } from "../ui/date.tsx";
import { Money } from "../ui/money.tsx";
import { Table } from "../ui/table.tsx";
import { ENROLMENT_WORDS, PROVIDER_NAMES, StateBadge } from "./states.tsx";

/** What was ordered, at which price, and the place that came of it. */
export function OrderLines({ order }: { order: OrderView }) {
  const { currency, lines } = order;
  return (
    <Table
      caption="What was ordered"
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "course",
          header: "Course",
          long: true,
          cell: ({ courseId, courseTitle, cohortId, cohortName }) => (
            <span>
              {courseTitle}
              <a
                href={`/admin/courses/${courseId}/cohorts/${cohortId}`}
                className="block text-tiny text-ink-faint hover:underline"
              >
                {cohortName}
              </a>
            </span>
          ),
        },
        {
          key: "place",
          header: "Place",
          cell: ({ enrolments }) =>
            enrolments.length === 0 ? (
              <span className="text-ink-faint">none</span>
            ) : (
              <span className="flex flex-wrap gap-1.5">
                {enrolments.map(({ id, state }) => (
                  <a key={id} href={`/admin/enrolments/${id}`} className="hover:underline">
                    <StateBadge words={ENROLMENT_WORDS} state={state} />
                  </a>
                ))}
              </span>
            ),
        },
        {
          key: "price",
          header: "Price",
          align: "end",
          cell: ({ unitMinor, quantity, discountMinor }) => (
            <span>
              {quantity > 1 && `${quantity} × `}
              <Money amount={{ minor: unitMinor, currency }} />
              {discountMinor > 0 && (
                <span className="block text-tiny text-ink-faint">
                  less <Money amount={{ minor: discountMinor, currency }} />
                </span>
              )}
            </span>
          ),
        },
        {
          key: "total",
          header: "Total",
          align: "end",
          cell: ({ totalMinor }) => <Money amount={{ minor: totalMinor, currency }} />,
        },
      ]}
    />
  );
}

const JOURNALS: Record<string, string> = {
  payment_settled: "Payment received",
  order_paid: "Order paid, money earned",
  order_cancelled: "Order cancelled, money owed back",
  refund_done: "Money went back",
  refund_failed: "Money that went back is here again",
  dispute_withdrawn: "Disputed money was taken",
  dispute_reinstated: "Disputed money was put back",
};

const ACCOUNTS: Record<JournalRow["postings"][number]["account"], string> = {
  clearing: "Clearing",
  customer_funds: "Customer funds",
  revenue: "Revenue",
  fees: "Fees",
};

/** What the books say: every journal with its two sides, debits first. */
export function Journals({ journals, timezone }: { journals: JournalRow[]; timezone: string }) {
  if (journals.length === 0) return <p className="text-ink-soft">No money has moved, so the books say nothing.</p>;
  return (
    <ol className="grid gap-4">
      {journals.map((journal) => (
        <li key={journal.seq}>
          <p className="flex flex-wrap justify-between gap-x-4">
            <span className="font-[540]">{JOURNALS[journal.kind] ?? journal.kind}</span>
            <span className="num text-tiny text-ink-faint">
              no. {journal.seq}, <DateTime instant={journal.at} timezone={timezone} showZone={false} />
            </span>
          </p>
          <dl className="mt-1">
            {journal.postings.map(({ id, account, detail, amountMinor, currency }) => (
              <div key={id} className="num flex justify-between gap-4 py-0.5 text-small text-ink-soft">
                <dt>
                  {ACCOUNTS[account]}
                  {account === "clearing" && ` at ${PROVIDER_NAMES[detail as keyof typeof PROVIDER_NAMES] ?? detail}`}
                </dt>
                <dd>
                  <span className="sr-only">{amountMinor > 0 ? "debit " : "credit "}</span>
                  <Money amount={{ minor: amountMinor, currency }} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

/** What came of a provider's message, in words. */
const OUTCOMES: Record<string, string> = {
  received: "received",
  settled: "booked",
  already: "known already",
  failed: "noted as failed",
  pending: "nothing to do yet",
  flagged: "booked, needs review",
  mismatch: "does not fit, not booked",
  refunded: "refund booked",
  disputed: "dispute noted",
  unknown: "about nothing of ours",
};

export function ProviderEvents({ events, timezone }: { events: ProviderEventRow[]; timezone: string }) {
  return (
    <Table
      caption="Provider events"
      rows={events}
      rowKey={({ id }) => id}
      columns={[
        { key: "type", header: "Message", long: true, cell: ({ type }) => type },
        { key: "provider", header: "From", cell: ({ provider }) => PROVIDER_NAMES[provider] },
        { key: "outcome", header: "Outcome", cell: ({ outcome }) => OUTCOMES[outcome] ?? outcome },
        {
          key: "at",
          header: "Received",
          align: "end",
          cell: ({ receivedAt }) => <DateTime instant={receivedAt} timezone={timezone} showZone={false} />,
        },
      ]}
    />
  );
}
