import type { PlainKey } from "#messages/message.ts";
import type { ReactNode } from "react";
import { BalanceBadge } from "#components/admin/states.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Money } from "#components/ui/money.tsx";
import type { AccessRow } from "#domain/access/select-access.ts";
import type { StudentContext, StudentOrder } from "#domain/tickets/get-student-context.ts";
import { TicketStateBadge } from "./state-badge.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type StudentPanelProps = {
  context: StudentContext;
  timezone: string;
  schoolTimezone: string;
  /** The ticket they stand beside; it is not listed among the earlier ones. */
  ticketCode: string;
  /** The order the ticket is about comes first. */
  orderCode: string | null;
};

/** What a student has bought, paid and may open, and what they asked before. */
export function StudentPanel({ context, timezone, schoolTimezone, ticketCode, orderCode }: StudentPanelProps) {
  const t = getTranslator();
  const { student } = context;
  const orders = [...context.orders].sort((a, b) => Number(b.code === orderCode) - Number(a.code === orderCode));
  const since = formatInstant(student.createdAt, { timezone, form: "date" });
  return (
    <>
      <div className="flex items-center gap-2.5">
        <Avatar name={student.name} />
        <div className="min-w-0">
          <p className="font-[560] [overflow-wrap:anywhere]">
            <a className="hover:underline" href={`/admin/students/${student.id}`}>
              {student.name}
            </a>
          </p>
          <p className="text-tiny text-ink-faint [overflow-wrap:anywhere]">{student.email}</p>
        </div>
      </div>
      <p className="mt-2 text-tiny text-ink-faint">
        {t(student.disabled ? "tickets.here_since_and_switched_off" : "tickets.here_since", {
          since,
          placeCount: context.placeCount,
        })}
      </p>
      {orders.map((order) => (
        <OrderFacts key={order.code} order={order} ticketCode={ticketCode} />
      ))}
      {orders.length === 0 && <Section heading={t("tickets.orders")}>{t("tickets.nothing_bought")}</Section>}
      {context.orderCount > orders.length && (
        <p className="mt-2 text-tiny">
          <a className="link" href={`/admin/orders?q=${encodeURIComponent(student.email)}`}>
            {t("tickets.earlier_orders", { orderCount: context.orderCount - orders.length })}
          </a>
        </p>
      )}
      <Section heading={t("tickets.access")}>
        {context.access.length === 0
          ? t("tickets.no_course_is_open_to_them")
          : context.access.map((access) => (
              <AccessSentence
                key={`${access.courseTitle} ${access.orderCode}`}
                access={access}
                schoolTimezone={schoolTimezone}
              />
            ))}
      </Section>
      <Before context={context} ticketCode={ticketCode} />
    </>
  );
}

function Section({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section className="mt-5">
      <h2 className="mb-1.5 font-sans text-tiny font-[540] tracking-normal text-ink-faint">{heading}</h2>
      <div className="grid grid-cols-1 gap-2 text-ink-soft">{children}</div>
    </section>
  );
}

function OrderFacts({ order, ticketCode }: { order: StudentOrder; ticketCode: string }) {
  const t = getTranslator();
  const { currency, balance } = order;
  return (
    <>
      <DescriptionList
        className="mt-5"
        heading={t.rich("tickets.order_in_state", {
          code: order.code,
          state: order.state,
          link: (children) => (
            <a className="link" href={`/admin/orders/${order.code}`}>
              {children}
            </a>
          ),
        })}
        items={[
          { term: t("tickets.total"), value: <Money amount={{ minor: order.totalMinor, currency }} /> },
          { term: t("tickets.paid"), value: <Money amount={{ minor: balance.paidMinor, currency }} /> },
          {
            term: t("tickets.balance"),
            value: <BalanceBadge state={order.state} balance={balance} currency={currency} />,
          },
        ]}
      />
      {balance.paidMinor > 0 && (
        <p className="mt-2 text-small">
          <a className="link" href={`/admin/orders/${order.code}/end?ticket=${ticketCode}`}>
            {t("endings.link")}
          </a>
        </p>
      )}
    </>
  );
}

const reasons: Record<AccessRow["why"], PlainKey> = {
  enrolment: "tickets.reasons_enrolment",
  gift: "tickets.reasons_gift",
  renewal: "tickets.reasons_renewal",
  staff: "tickets.reasons_staff",
};

function AccessSentence({ access, schoolTimezone }: { access: AccessRow; schoolTimezone: string }) {
  const t = getTranslator();
  const why = access.orderCode ? (
    <>
      {t.rich("tickets.because_of_order", {
        orderCode: access.orderCode,
        link: (children) => (
          <a className="link" href={`/admin/orders/${access.orderCode}`}>
            {children}
          </a>
        ),
      })}
    </>
  ) : (
    t(reasons[access.why])
  );
  return (
    <p className="[overflow-wrap:anywhere]">
      {t.rich("tickets.course_is_open", {
        courseTitle: access.courseTitle,
        hasEnd: String(access.endsAt !== null),
        endsAt: access.endsAt && formatDeadline(access.endsAt, schoolTimezone),
        until: (children) => <b className="text-ink">{children}</b>,
        why,
      })}
    </p>
  );
}

function Before({ context, ticketCode }: { context: StudentContext; ticketCode: string }) {
  const t = getTranslator();
  const earlier = context.tickets.filter(({ code }) => code !== ticketCode);
  const more = context.ticketCount - context.tickets.length;
  return (
    <Section heading={t("tickets.other_tickets")}>
      {earlier.length === 0
        ? t("tickets.none")
        : earlier.map((ticket) => (
            <p key={ticket.code} className="flex items-baseline justify-between gap-3">
              <a
                href={`/admin/tickets/${ticket.code}?state=all`}
                title={ticket.subject}
                className="link min-w-0 truncate"
              >
                {ticket.subject}
              </a>
              <TicketStateBadge state={ticket.state} as="team" />
            </p>
          ))}
      {more > 0 && (
        <p className="text-tiny">
          <a className="link" href={`/admin/tickets?q=${encodeURIComponent(context.student.email)}&state=all`}>
            {t("tickets.more_tickets", { more })}
          </a>
        </p>
      )}
    </Section>
  );
}
