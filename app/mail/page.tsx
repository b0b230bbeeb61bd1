import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { listFrame, readList, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { MAIL_LIST, mailFilters } from "#app/admin/mail/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { mailColumns } from "#components/mail/mail-parts.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Table } from "#components/ui/table.tsx";
import { listMails, type MailRow } from "#domain/mail/list-mails.ts";

export const metadata: Metadata = { title: "Mail of the demo" };

const LIST = { ...MAIL_LIST, path: "/mail" };

/** Every mail of a demo school, for everyone: none ever leaves it. A real school has no such page. */
export default async function DemoMailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { read, timezone } = await officeRead();
  if (!read.rules.demo) notFound();
  const state = readList(LIST, await searchParams);
  const list = await listMails(read, mailFilters(state, timezone), state.view);
  const frame = listFrame(LIST, state, list);
  const before = (list.page - 1) * list.pageSize;
  return (
    <SitePage here="/mail">
      <PageHeader
        title="Mail"
        lede="No mail leaves a demo school. What it would have sent to anyone, codes and links included, can be read here."
      />
      <FilterBar
        {...frame}
        path={LIST.path}
        fields={[{ kind: "text", label: "To", name: "to", value: state.filters.to, hint: "An address" }]}
      />
      {list.items.length === 0 ? (
        <EmptyState title="No mail" icon="mail">
          Enrol, ask something or sign in with a code, and it will be here in a moment.
        </EmptyState>
      ) : (
        <Table<MailRow>
          caption="Mails"
          columns={mailColumns("/mail", timezone).filter(({ key }) => key !== "tries" && key !== "standing")}
          rows={list.items}
          rowKey={({ id }) => id}
          {...tableOrder(LIST, state)}
        />
      )}
      {(list.items.length > 0 || list.page > 1) && (
        <Pagination
          className="mt-4"
          noun="mails"
          from={list.items.length === 0 ? 0 : before + 1}
          to={list.items.length === 0 ? 0 : before + list.items.length}
          total={list.isMore ? undefined : list.total}
          previous={list.page > 1 ? String(list.page - 1) : undefined}
          next={list.page * list.pageSize < list.total ? String(list.page + 1) : undefined}
          href={frame.pageHref}
        />
      )}
    </SitePage>
  );
}
