import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  toFilterValues,
  toSortParams,
  type SearchParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { OfficeList } from "#app/admin/_list/office-list.tsx";
import { mailColumns, mailKindOptions, mailStatusOptions } from "#components/mail/mail-parts.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Table } from "#components/ui/table.tsx";
import { listMails, type MailRow } from "#domain/mail/list-mails.ts";
import { runtime } from "#runtime";
import { MAIL_LIST } from "./list.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_mail.mail_title") };
}

export default async function MailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("mail.read", MAIL_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(MAIL_LIST, await searchParams);
  const list = await listMails(read, toFilterValues(MAIL_LIST, state.filters, timezone), state.view);
  const frame = listFrame(MAIL_LIST, state, list);
  const { filters } = state;
  return (
    <OfficeList
      title={t("admin_mail.mail_title")}
      noun={t("admin_mail.mails_noun")}
      counted={t("admin_mail.mails_counted", { count: frame.total })}
      lede={t("admin_mail.mail_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <>
          {!runtime().mail && <NoServer demo={read.rules.demo} />}
          <FilterBar
            {...frame}
            path={MAIL_LIST.path}
            keep={toSortParams(MAIL_LIST, state)}
            fields={[
              {
                kind: "text",
                label: t("admin_mail.recipient_label"),
                name: "to",
                value: filters.to,
                hint: t("admin_mail.to_hint"),
              },
              {
                kind: "choice",
                label: t("admin_mail.state_label"),
                name: "state",
                value: filters.state,
                all: t("admin_mail.any_state"),
                options: mailStatusOptions(),
              },
              {
                kind: "choice",
                label: t("admin_mail.kind_label"),
                name: "kind",
                value: filters.kind,
                all: t("admin_mail.any_kind"),
                options: mailKindOptions(),
              },
              { kind: "day", label: t("admin_mail.from_label"), name: "from", value: filters.from },
              { kind: "day", label: t("admin_mail.until_label"), name: "until", value: filters.until },
            ]}
          />
        </>
      }
      empty={{
        title: t("admin_mail.empty_title"),
        words: t("admin_mail.empty_words"),
      }}
    >
      <Table<MailRow>
        caption={t("admin_mail.mails")}
        columns={mailColumns(MAIL_LIST.path, timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(MAIL_LIST, state)}
      />
    </OfficeList>
  );
}

function NoServer({ demo }: { demo: boolean }) {
  const t = getTranslator();
  return (
    <Notice tone={demo ? "info" : "warn"} title={t("admin_mail.no_server_title")} className="mb-4">
      {demo ? t("admin_mail.no_server_in_a_demo") : t("admin_mail.no_server_words")}
    </Notice>
  );
}
