import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import type { StaffNavGroup } from "#components/layout/staff-shell.tsx";
import { queueQuery } from "#components/tickets/queue-address.ts";
import { QueueFilters } from "#components/tickets/queue-filters.tsx";
import { QueueList } from "#components/tickets/queue-list.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import {
  type Queue,
  type QueueCounts,
  type QueueFilters as Filters,
  listTickets,
  countTickets,
} from "#domain/tickets/list-tickets.ts";
import { queueFilters } from "./filters.ts";

export type WorkspaceProps = {
  searchParams: Promise<SearchParams>;
  /** The ticket that is open; without one the list fills a phone. */
  code?: string;
  children: ReactNode;
};

/** The desk: the list of tickets at the side, and beside it what is open. On a phone one or the other. */
export async function Workspace({ searchParams, code, children }: WorkspaceProps) {
  const filters = queueFilters(await searchParams);
  const who = await requirePermission("ticket.list", code ? `/admin/tickets/${code}` : "/admin/tickets");
  const read = await getPageReadCtx();
  const [list, counts] = await Promise.all([listTickets(read, filters), countTickets(read)]);
  // Somebody has worked the list off since: it begins again.
  if (list.rows.length === 0 && list.page > 1) {
    redirect(`/admin/tickets${code ? `/${code}` : ""}${queueQuery(filters, { page: 1 })}`);
  }
  return (
    <StaffPage
      here="/admin/tickets"
      layout="panes"
      marks={{ "/admin/tickets": { count: counts.unresolved } }}
      groups={[viewsOf(filters, counts)]}
    >
      <div className="lg:grid lg:h-full lg:grid-cols-[300px_minmax(0,1fr)] xl:grid-cols-[316px_minmax(0,1fr)]">
        <section aria-label="Tickets" className={cx("border-rule lg:block lg:border-r", code && "hidden")}>
          <div className="lg:sticky lg:top-0 lg:max-h-[calc(100dvh-var(--above))] lg:overflow-y-auto">
            {!code && <h1 className="sr-only">Tickets</h1>}
            <QueueFilters filters={filters} action="/admin/tickets" />
            {list.rows.length === 0 ? (
              <NothingHere filters={filters} />
            ) : (
              <QueueList
                rows={list.rows}
                timezone={who.timezone}
                now={read.now}
                currentCode={code}
                href={(each) => `/admin/tickets/${each}${queueQuery(filters)}`}
              />
            )}
            <Pages list={list} filters={filters} />
            {list.rows.length > 0 && (
              <a
                href={`/admin/tickets/export.csv${queueQuery(filters, { page: 1 })}`}
                className="flex items-center gap-2 px-4 py-3 text-small text-ink-soft hover:text-ink"
              >
                <Icon name="download" size={15} />
                Export as CSV
              </a>
            )}
          </div>
        </section>
        <div className={cx("min-w-0", !code && "hidden lg:block")}>{children}</div>
      </div>
    </StaffPage>
  );
}

function viewsOf(filters: Filters, counts: QueueCounts): StaffNavGroup {
  const views = [
    { label: "Mine", count: counts.mine, state: "unresolved", assignee: "mine" },
    { label: "Unassigned", count: counts.unassigned, state: "unresolved", assignee: "unassigned" },
    { label: "Waiting", count: counts.waiting, state: "waiting_on_student", assignee: "anyone" },
    { label: "All unresolved", count: counts.unresolved, state: "unresolved", assignee: "anyone" },
    { label: "Resolved", count: 0, state: "resolved", assignee: "anyone" },
    { label: "Everything", count: 0, state: "all", assignee: "anyone" },
  ] as const;
  return {
    heading: "Views",
    items: views.map(({ label, count, state, assignee }) => ({
      href: `/admin/tickets${queueQuery({ state, assignee, sort: filters.sort, page: 1 })}`,
      label,
      count,
      current: state === filters.state && assignee === filters.assignee,
    })),
  };
}

function Pages({ list, filters }: { list: Queue; filters: Filters }) {
  if (list.page === 1 && !list.hasNext) return null;
  const from = (list.page - 1) * list.pageSize + 1;
  const isEmpty = list.rows.length === 0;
  return (
    <Pagination
      className="px-4 py-3"
      noun="tickets"
      from={isEmpty ? 0 : from}
      to={isEmpty ? 0 : from + list.rows.length - 1}
      previous={list.page > 1 ? String(list.page - 1) : undefined}
      next={list.hasNext ? String(list.page + 1) : undefined}
      href={(page) => `/admin/tickets${queueQuery(filters, { page: Number(page) })}`}
    />
  );
}

function NothingHere({ filters }: { filters: Filters }) {
  const isFiltered = filters.q !== undefined || filters.priority !== undefined || filters.about !== undefined;
  return (
    <EmptyState className="m-4" title={isFiltered ? "Nothing matches" : "Nothing waits here"} icon="check">
      {isFiltered ? (
        <a className="link" href="/admin/tickets">
          Show all unresolved tickets
        </a>
      ) : (
        "New questions appear here as students ask them."
      )}
    </EmptyState>
  );
}
