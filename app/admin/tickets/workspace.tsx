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
import { type Queue, type QueueFilters as Filters, listTickets } from "#domain/tickets/list-tickets.ts";
import type { QueueCounts } from "#domain/tickets/get-desk.ts";
import { loadDesk } from "./desk.ts";
import { queueFilters } from "./filters.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type WorkspaceProps = {
  searchParams: Promise<SearchParams>;
  /** The ticket that is open; without one the list fills a phone. */
  code?: string;
  children: ReactNode;
};

/** The desk: the list of tickets at the side, and beside it what is open. On a phone one or the other. */
export async function Workspace({ searchParams, code, children }: WorkspaceProps) {
  const t = getTranslator();
  const filters = queueFilters(await searchParams);
  const who = await requirePermission("ticket.list", code ? `/admin/tickets/${code}` : "/admin/tickets");
  const read = await getPageReadCtx();
  const [list, { counts }] = await Promise.all([listTickets(read, filters), loadDesk()]);
  // Somebody has worked the list off since: it begins again.
  if (list.rows.length === 0 && list.page > 1) {
    redirect(`/admin/tickets${code ? `/${code}` : ""}${queueQuery(filters, { page: 1 })}`);
  }
  return (
    <StaffPage
      section="/admin/tickets"
      layout="panes"
      badges={{ "/admin/tickets": { count: counts.unresolved } }}
      groups={[buildViews(filters, counts)]}
    >
      <div className="lg:grid lg:h-full lg:grid-cols-[300px_minmax(0,1fr)] xl:grid-cols-[316px_minmax(0,1fr)]">
        <section
          aria-label={t("admin_tickets.tickets_title")}
          className={cx("border-rule lg:block lg:border-e", code && "hidden")}
        >
          <div className="lg:sticky lg:top-0 lg:max-h-[calc(100dvh-var(--above))] lg:overflow-y-auto">
            {!code && <h1 className="sr-only">{t("admin_tickets.tickets_title")}</h1>}
            <QueueFilters filters={filters} action="/admin/tickets" />
            {list.rows.length === 0 ? (
              <EmptyQueue filters={filters} />
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
                {t("admin_tickets.export_as_csv")}
              </a>
            )}
          </div>
        </section>
        <div className={cx("min-w-0", !code && "hidden lg:block")}>{children}</div>
      </div>
    </StaffPage>
  );
}

function buildViews(filters: Filters, counts: QueueCounts): StaffNavGroup {
  const t = getTranslator();
  const views = [
    { label: t("admin_tickets.mine_label"), count: counts.mine, state: "unresolved", assignee: "mine" },
    {
      label: t("admin_tickets.unassigned_label"),
      count: counts.unassigned,
      state: "unresolved",
      assignee: "unassigned",
    },
    { label: t("admin_tickets.waiting_label"), count: counts.waiting, state: "waiting_on_student", assignee: "anyone" },
    {
      label: t("admin_tickets.all_unresolved_label"),
      count: counts.unresolved,
      state: "unresolved",
      assignee: "anyone",
    },
    { label: t("admin_tickets.resolved_label"), count: 0, state: "resolved", assignee: "anyone" },
    { label: t("admin_tickets.everything_label"), count: 0, state: "all", assignee: "anyone" },
  ] as const;
  return {
    heading: t("admin_tickets.views_title"),
    items: views.map(({ label, count, state, assignee }) => ({
      href: `/admin/tickets${queueQuery({ state, assignee, sort: filters.sort, page: 1 })}`,
      label,
      count,
      current: state === filters.state && assignee === filters.assignee,
    })),
  };
}

function Pages({ list, filters }: { list: Queue; filters: Filters }) {
  const t = getTranslator();
  if (list.page === 1 && !list.hasNext) return null;
  const from = (list.page - 1) * list.pageSize + 1;
  const isEmpty = list.rows.length === 0;
  return (
    <Pagination
      className="px-4 py-3"
      noun={t("admin_tickets.tickets_noun")}
      from={isEmpty ? 0 : from}
      to={isEmpty ? 0 : from + list.rows.length - 1}
      previous={list.page > 1 ? String(list.page - 1) : undefined}
      next={list.hasNext ? String(list.page + 1) : undefined}
      href={(page) => `/admin/tickets${queueQuery(filters, { page: Number(page) })}`}
    />
  );
}

function EmptyQueue({ filters }: { filters: Filters }) {
  const t = getTranslator();
  const isFiltered = filters.q !== undefined || filters.priority !== undefined || filters.about !== undefined;
  return (
    <EmptyState
      className="m-4"
      title={isFiltered ? t("admin_tickets.nothing_matches_title") : t("admin_tickets.nothing_waits_here_title")}
      icon="check"
    >
      {isFiltered ? (
        <a className="link" href="/admin/tickets">
          {t("admin_tickets.show_all_unresolved")}
        </a>
      ) : (
        t("admin_tickets.nothing_waits_here_words")
      )}
    </EmptyState>
  );
}
