import type { EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import type { OrderRow } from "#domain/orders/list-orders.ts";
import type { AccessRow } from "#domain/students/get-person.ts";
import type { StudentContext } from "#domain/tickets/get-student-context.ts";
import { DateTime, formatDeadline } from "../ui/date.tsx";
import { Money } from "../ui/money.tsx";
import { Table } from "../ui/table.tsx";
import { ENROLMENT_WORDS, ORDER_WORDS, StandingBadge, StateBadge } from "./states.tsx";

export function PlaceList({ places, timezone }: { places: EnrolmentRow[]; timezone: string }) {
  if (places.length === 0) return <p className="text-ink-soft">They have not enrolled in anything.</p>;
  return (
    <Table
      caption="Places"
      rows={places}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "course",
          header: "Course",
          long: true,
          cell: ({ id, courseTitle, cohortName }) => (
            <span>
              <a href={`/admin/enrolments/${id}`} className="font-[540] hover:underline">
                {courseTitle}
              </a>
              <span className="block text-tiny font-normal text-ink-faint">{cohortName}</span>
            </span>
          ),
        },
        { key: "state", header: "State", cell: ({ state }) => <StateBadge words={ENROLMENT_WORDS} state={state} /> },
        {
          key: "at",
          header: "Enrolled",
          align: "end",
          cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
        },
      ]}
    />
  );
}

export function OrderList({ orders, timezone }: { orders: OrderRow[]; timezone: string }) {
  if (orders.length === 0) return <p className="text-ink-soft">They have not ordered anything.</p>;
  return (
    <Table
      caption="Orders"
      rows={orders}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "code",
          header: "Order",
          cell: ({ code }) => (
            <a href={`/admin/orders/${code}`} className="num font-[540] hover:underline">
              {code}
            </a>
          ),
        },
        { key: "state", header: "State", cell: ({ state }) => <StateBadge words={ORDER_WORDS} state={state} /> },
        {
          key: "standing",
          header: "Standing",
          cell: ({ state, standing, currency }) => <StandingBadge {...{ state, standing, currency }} />,
        },
        {
          key: "total",
          header: "Total",
          align: "end",
          cell: ({ totalMinor, currency }) => <Money amount={{ minor: totalMinor, currency }} />,
        },
        {
          key: "at",
          header: "Ordered",
          align: "end",
          cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
        },
      ]}
    />
  );
}

const GRANTED: Record<AccessRow["why"], string> = {
  enrolment: "their place",
  gift: "a gift",
  renewal: "a renewal",
  staff: "their work here",
};

/** What somebody may open now, until when and why: "Bookbinding, until 30 June, because of order M7K2Q". */
export function AccessList({ access, timezone }: { access: AccessRow[]; timezone: string }) {
  if (access.length === 0) return <p className="text-ink-soft">Nothing.</p>;
  return (
    <ul className="grid gap-2 text-ink-soft">
      {access.map(({ id, courseId, courseTitle, endsAt, why, orderCode }) => (
        <li key={id}>
          <a href={`/admin/courses/${courseId}`} className="font-[540] text-ink hover:underline">
            {courseTitle}
          </a>{" "}
          {endsAt ? (
            <>
              until <span className="num">{formatDeadline(endsAt, timezone)}</span>
            </>
          ) : (
            "for good"
          )}
          , because of{" "}
          {orderCode ? (
            <a className="link num" href={`/admin/orders/${orderCode}`}>
              order {orderCode}
            </a>
          ) : (
            GRANTED[why]
          )}
        </li>
      ))}
    </ul>
  );
}

const TICKET_STATES: Record<StudentContext["tickets"][number]["state"], string> = {
  new: "new",
  open: "open",
  waiting_on_student: "waiting for the student",
  resolved: "resolved",
  closed: "closed",
  merged: "merged",
};

export function TicketList({ tickets, timezone }: { tickets: StudentContext["tickets"]; timezone: string }) {
  if (tickets.length === 0) return <p className="text-ink-soft">No tickets yet.</p>;
  return (
    <ul className="-my-2">
      {tickets.map(({ code, subject, state, updatedAt }) => (
        <li key={code} className="flex flex-wrap justify-between gap-x-4 border-b border-rule py-2 last:border-0">
          <a href={`/admin/tickets/${code}`} className="font-[540] hover:underline">
            {subject}
          </a>
          <span className="text-small text-ink-soft">
            {TICKET_STATES[state]}, <DateTime instant={updatedAt} timezone={timezone} form="date" />
          </span>
        </li>
      ))}
    </ul>
  );
}
