import type { Metadata } from "next";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { MyTickets } from "#components/tickets/my-tickets.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { listMyTickets } from "#domain/tickets/list-my-tickets.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("help.help_title"), description: t("help.help_lede") };
}

export default async function HelpPage({ searchParams }: PageProps<"/help">) {
  const t = getTranslator();
  const who = await getViewer();
  return (
    <SitePage current="help" unhydrated here="/help">
      <PageHeader
        title={t("help.help_title")}
        lede={t("help.help_lede")}
        actions={who && <LinkButton href="/help/new">{t("help.ask_a_question_button")}</LinkButton>}
      />
      {who ? (
        <Mine studentId={who.userId} timezone={who.timezone} page={parseTypedNumber((await searchParams).page) ?? 1} />
      ) : (
        <Visitor />
      )}
    </SitePage>
  );
}

function Visitor() {
  const t = getTranslator();
  return (
    <EmptyState
      title={t("help.sign_in_to_ask_title")}
      icon="mail"
      action={<LinkButton href="/sign-in?next=/help/new">{t("help.sign_in_and_ask_button")}</LinkButton>}
    >
      {t("help.sign_in_to_ask_reason")}
    </EmptyState>
  );
}

async function Mine({ studentId, timezone, page }: { studentId: string; timezone: string; page: number }) {
  const t = getTranslator();
  const list = await listMyTickets(await getPageReadCtx(), studentId, page);
  if (list.total === 0) {
    return (
      <EmptyState
        title={t("help.nothing_asked_yet_title")}
        icon="mail"
        action={
          <LinkButton href="/help/new" variant="quiet">
            {t("help.ask_a_question_button")}
          </LinkButton>
        }
      >
        {t("help.nothing_asked_yet")}
      </EmptyState>
    );
  }
  const from = (list.page - 1) * list.pageSize + 1;
  const to = from + list.items.length - 1;
  return (
    <>
      <MyTickets tickets={list.items} timezone={timezone} />
      {list.total > list.pageSize && (
        <Pagination
          className="mt-6"
          noun={t("help.questions_noun")}
          from={list.items.length === 0 ? 0 : from}
          to={list.items.length === 0 ? 0 : to}
          total={list.total}
          previous={list.page > 1 ? String(list.page - 1) : undefined}
          next={to < list.total && list.items.length > 0 ? String(list.page + 1) : undefined}
          href={(at) => `/help?page=${at}`}
        />
      )}
    </>
  );
}
