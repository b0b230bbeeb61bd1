import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { listFrame, readAddress, toFilterValues, type SearchParams, toTableSort } from "#app/admin/_list/list.ts";
import { MAIL_LIST } from "#app/admin/mail/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { mailColumns } from "#components/mail/mail-parts.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Table } from "#components/ui/table.tsx";
import { listMails, type MailRow } from "#domain/mail/list-mails.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("mail.mail_of_the_demo_title") };
}

const LIST = { ...MAIL_LIST, path: "/mail" };

/** Every mail of a demo school, for everyone: none ever leaves it. A real school has no such page. */
export default async function DemoMailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  const { read, timezone } = await getOfficeContext();
  if (!read.rules.demo) notFound();
  const state = readAddress(LIST, await searchParams);
  const list = await listMails(read, toFilterValues(MAIL_LIST, state.filters, timezone), state.view);
  const frame = listFrame(LIST, state, list);
  const before = (list.page - 1) * list.pageSize;
  return (
    <SitePage here="/mail">
      <PageHeader title={t("mail.mail_short_title")} lede={t("mail.mail_of_the_demo_lede")} />
      <FilterBar
        {...frame}
        path={LIST.path}
        fields={[
          {
            kind: "text",
            label: t("mail.to_label"),
            name: "to",
            value: state.filters.to,
            hint: t("mail.an_address_hint"),
          },
        ]}
      />
      {list.items.length === 0 ? (
        <EmptyState title={t("mail.no_mail_title")} icon="mail">
          {t("mail.no_mail_of_the_demo")}
        </EmptyState>
      ) : (
        <Table<MailRow>
          caption={t("mail.mails")}
          columns={mailColumns("/mail", timezone).filter(({ key }) => key !== "tries" && key !== "status")}
          rows={list.items}
          rowKey={({ id }) => id}
          {...toTableSort(LIST, state)}
        />
      )}
      {(list.items.length > 0 || list.page > 1) && (
        <Pagination
          className="mt-4"
          noun={t("mail.mails_noun")}
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
