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

export const metadata: Metadata = { title: "Help" };

export default async function HelpPage({ searchParams }: PageProps<"/help">) {
  const who = await getViewer();
  return (
    <SitePage current="help" here="/help">
      <PageHeader
        title="Help"
        lede="Ask the school anything: about a course, a payment, a place. A person reads it and answers here and by mail."
        actions={who && <LinkButton href="/help/new">Ask a question</LinkButton>}
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
  return (
    <EmptyState
      title="Sign in to ask"
      icon="mail"
      action={<LinkButton href="/sign-in?next=/help/new">Sign in and ask</LinkButton>}
    >
      That way the answer reaches you, and we see which course or order you mean.
    </EmptyState>
  );
}

async function Mine({ studentId, timezone, page }: { studentId: string; timezone: string; page: number }) {
  const list = await listMyTickets(await getPageReadCtx(), studentId, page);
  if (list.total === 0) {
    return (
      <EmptyState
        title="Nothing asked yet"
        icon="mail"
        action={
          <LinkButton href="/help/new" variant="quiet">
            Ask a question
          </LinkButton>
        }
      >
        What you ask, and what we answer, will be kept here.
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
          noun="questions"
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
