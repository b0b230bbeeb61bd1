import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { toFilterParams } from "#app/admin/_list/list.ts";
import { streamTickets, type QueueRow } from "#domain/tickets/list-tickets.ts";
import { sourceText } from "#messages/message.ts";
import { queueFilters } from "../filters.ts";

export async function GET(request: Request): Promise<Response> {
  const { page: _, sort: __, ...filters } = queueFilters(searchParamsOf(request));
  return exportList<QueueRow>(request, {
    action: "ticket.list",
    name: "tickets",
    filters: toFilterParams(filters),
    columns: [
      { header: "Ticket", cell: ({ code }) => code },
      { header: "Subject", cell: ({ subject }) => subject },
      { header: "Student", cell: ({ requesterName }) => requesterName },
      { header: "About", cell: ({ about }) => about && sourceText(about.label) },
      { header: "State", cell: ({ state }) => state },
      { header: "Priority", cell: ({ priority }) => priority },
      { header: "Given to", cell: ({ assigneeName }) => assigneeName },
      { header: "Opened (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Last moved (UTC)", cell: ({ updatedAt }) => updatedAt },
    ],
    rows: (ctx) => streamTickets(ctx, { ...filters, sort: "newest", page: 1 }),
  });
}
