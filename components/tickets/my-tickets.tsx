import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import type { MyTicket } from "#domain/tickets/list-my-tickets.ts";
import { TicketStateBadge } from "./state-badge.tsx";

/** A student's questions, one under the other. */
export function MyTickets({ tickets, timezone }: { tickets: MyTicket[]; timezone: string }) {
  return (
    <ul className="border-t border-rule">
      {tickets.map((ticket) => (
        <li key={ticket.code} className="border-b border-rule">
          <a
            href={`/help/${ticket.code}`}
            className="-mx-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-md px-3 py-4 hover:bg-sunken"
          >
            <span className="min-w-0 flex-[1_1_16rem]">
              <span title={ticket.subject} className="line-clamp-2 font-[560] [overflow-wrap:anywhere]">
                {ticket.subject}
              </span>
              <span className="mt-0.5 block text-small text-ink-soft [overflow-wrap:anywhere]">
                {ticket.code}
                {ticket.about && ` · ${getTranslator().format(ticket.about.label)}`} ·{" "}
                <DateTime instant={ticket.updatedAt} timezone={timezone} form="date" />
              </span>
            </span>
            <TicketStateBadge state={ticket.state} as="student" />
          </a>
        </li>
      ))}
    </ul>
  );
}
