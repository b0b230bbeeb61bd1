import type { PlainKey } from "#messages/message.ts";
import type { EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import type { OrderRow } from "#domain/orders/list-orders.ts";
import type { StudentContext } from "#domain/tickets/get-student-context.ts";
import { DateTime } from "../ui/date.tsx";
import { Money } from "../ui/money.tsx";
import { Table } from "../ui/table.tsx";
import { ENROLMENT_WORDS, ORDER_WORDS, BalanceBadge, StateBadge } from "./states.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function EnrolmentList({ enrolments, timezone }: { enrolments: EnrolmentRow[]; timezone: string }) {
  const t = getTranslator();
  if (enrolments.length === 0) return <p className="text-ink-soft">{t("admin.they_have_not_enrolled_in_anything")}</p>;
  return (
    <Table
      caption={t("admin.enrolments_label")}
      rows={enrolments}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "course",
          header: t("admin.course"),
          long: true,
          cell: ({ id, courseTitle, courseLanguage, cohortName }) => (
            <span {...writtenIn(courseLanguage)}>
              <a href={`/admin/enrolments/${id}`} className="font-[540] hover:underline">
                {courseTitle}
              </a>
              <span className="block text-tiny font-normal text-ink-faint">{cohortName}</span>
            </span>
          ),
        },
        {
          key: "state",
          header: t("admin.state"),
          cell: ({ state }) => <StateBadge words={ENROLMENT_WORDS} state={state} />,
        },
        {
          key: "at",
          header: t("admin.enrolled"),
          align: "end",
          cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
        },
      ]}
    />
  );
}

export function OrderList({ orders, timezone }: { orders: OrderRow[]; timezone: string }) {
  const t = getTranslator();
  if (orders.length === 0) return <p className="text-ink-soft">{t("admin.they_have_not_ordered_anything")}</p>;
  return (
    <Table
      caption={t("admin.orders")}
      rows={orders}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "code",
          header: t("admin.order"),
          cell: ({ code }) => (
            <a href={`/admin/orders/${code}`} className="num font-[540] hover:underline">
              {code}
            </a>
          ),
        },
        {
          key: "state",
          header: t("admin.state"),
          cell: ({ state }) => <StateBadge words={ORDER_WORDS} state={state} />,
        },
        {
          key: "balance",
          header: t("admin.balance"),
          cell: ({ state, balance, currency }) => <BalanceBadge {...{ state, balance, currency }} />,
        },
        {
          key: "total",
          header: t("admin.total"),
          align: "end",
          cell: ({ totalMinor, currency }) => <Money amount={{ minor: totalMinor, currency }} />,
        },
        {
          key: "at",
          header: t("admin.ordered"),
          align: "end",
          cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
        },
      ]}
    />
  );
}

const TICKET_STATES: Record<StudentContext["tickets"][number]["state"], PlainKey> = {
  new: "admin.ticket_states_new",
  open: "admin.ticket_states_open",
  waiting_on_student: "admin.ticket_states_waiting_on_student",
  resolved: "admin.ticket_states_resolved",
  closed: "admin.ticket_states_closed",
  merged: "admin.ticket_states_merged",
};

export function TicketList({ tickets, timezone }: { tickets: StudentContext["tickets"]; timezone: string }) {
  const t = getTranslator();
  if (tickets.length === 0) return <p className="text-ink-soft">{t("admin.no_tickets_yet")}</p>;
  return (
    <ul className="-my-2">
      {tickets.map(({ code, subject, state, updatedAt }) => (
        <li key={code} className="flex flex-wrap justify-between gap-x-4 border-b border-rule py-2 last:border-0">
          <a href={`/admin/tickets/${code}`} className="font-[540] hover:underline">
            {subject}
          </a>
          <span className="text-small text-ink-soft">
            {t(TICKET_STATES[state])}, <DateTime instant={updatedAt} timezone={timezone} form="date" />
          </span>
        </li>
      ))}
    </ul>
  );
}
