import { isolateText } from "#domain/kernel/isolate-text.ts";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { AnswerForm } from "#components/tickets/answer-form.tsx";
import { Conversation } from "#components/tickets/conversation.tsx";
import { earlierQuery, queueQuery } from "#components/tickets/queue-address.ts";
import { PriorityBadge, TicketStateBadge } from "#components/tickets/state-badge.tsx";
import { StudentPanel } from "#components/tickets/student-panel.tsx";
import { WorkBar } from "#components/tickets/work-bar.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { type ConversationView, getConversation } from "#domain/tickets/get-conversation.ts";
import { BODY_CHARACTERS_MAX } from "#domain/tickets/machine.ts";
import { getStudentContext } from "#domain/tickets/get-student-context.ts";
import { loadDesk } from "../desk.ts";
import { queueFilters } from "../filters.ts";
import { Workspace } from "../workspace.tsx";
import {
  answerAction,
  assignAction,
  closeAction,
  mergeAction,
  prioritiseAction,
  reopenAction,
  resolveAction,
} from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const actions = {
  assign: assignAction,
  prioritise: prioritiseAction,
  resolve: resolveAction,
  close: closeAction,
  reopen: reopenAction,
  merge: mergeAction,
};

const ticketAt = cache(async (code: string, before: string | undefined) =>
  getConversation(await getPageReadCtx(), code, { as: "team", ...(before === undefined ? {} : { before }) }),
);

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<"/admin/tickets/[code]">): Promise<Metadata> {
  const t = getTranslator();
  const { before } = await searchParams;
  const ticket = await ticketAt((await params).code, typeof before === "string" ? before : undefined);
  return { title: ticket ? `${ticket.code} ${ticket.subject}` : t("admin_tickets.ticket_title") };
}

export default async function TicketPage({ params, searchParams }: PageProps<"/admin/tickets/[code]">) {
  const t = getTranslator();
  const { code } = await params;
  const here = `/admin/tickets/${code}`;
  const who = await requirePermission("ticket.list", here);
  const read = await getPageReadCtx();
  const { before } = await searchParams;
  const ticket = await ticketAt(code, typeof before === "string" ? before : undefined);
  if (!ticket) notFound();
  const filters = queueFilters(await searchParams);
  const query = queueQuery(filters);
  if (ticket.survivorCode) redirect(`/admin/tickets/${ticket.survivorCode}${query}`);
  const [context, { team }] = await Promise.all([getStudentContext(read, ticket.requester.id), loadDesk()]);
  const values = { ticketId: ticket.id, query };
  return (
    <Workspace searchParams={searchParams} code={code}>
      <div className="lg:h-full xl:grid xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col xl:h-full">
          <a href={`/admin/tickets${query}`} className="link px-5 pt-4 text-small lg:hidden">
            {t("admin_tickets.all_tickets")}
          </a>
          <TicketHeader ticket={ticket} timezone={who.timezone}>
            <WorkBar ticket={ticket} team={team} values={values} actions={actions} />
          </TicketHeader>
          <div className="flex-1 px-5 py-6">
            <Conversation
              entries={ticket.entries}
              timezone={who.timezone}
              ownSide="school"
              dense
              {...(ticket.earlier ? { earlierHref: `${here}${earlierQuery(filters, ticket.earlier)}` } : {})}
            />
          </div>
          <div className="border-t border-rule bg-surface px-5 pb-4 pt-3.5 lg:sticky lg:bottom-0">
            {ticket.state === "closed" ? (
              <p className="text-ink-soft">{t.rich("admin_tickets.ticket_closed", { name: ticket.requester.name })}</p>
            ) : (
              <AnswerForm
                action={answerAction}
                values={values}
                studentName={ticket.requester.name}
                charactersMax={BODY_CHARACTERS_MAX}
                filesMax={ATTACHMENTS_MAX}
                megabytesMax={SIZE_MEGABYTES_MAX.attachment}
              />
            )}
          </div>
        </div>
        <aside className="border-t border-rule bg-surface xl:border-s xl:border-t-0">
          {context && (
            // It scrolls by itself on a wide screen, so the keyboard must get there.
            <div
              role="region"
              aria-label={t("admin_tickets.student_label")}
              tabIndex={0}
              className="p-[18px] xl:sticky xl:top-0 xl:max-h-[calc(100dvh-var(--above))] xl:overflow-y-auto"
            >
              <StudentPanel
                context={context}
                timezone={who.timezone}
                schoolTimezone={await schoolTimezone()}
                ticketCode={ticket.code}
                orderCode={ticket.about?.orderCode ?? null}
              />
            </div>
          )}
        </aside>
      </div>
    </Workspace>
  );
}

type TicketHeaderProps = { ticket: ConversationView; timezone: string; children: React.ReactNode };

function TicketHeader({ ticket, timezone, children }: TicketHeaderProps) {
  const t = getTranslator();
  const opened = {
    code: ticket.code,
    date: <DateTime instant={ticket.createdAt} timezone={timezone} showZone={false} />,
  };
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-b border-rule px-5 py-3.5">
      <div className="min-w-0 flex-[1_1_14rem]">
        <h1 title={ticket.subject} className="line-clamp-3 text-[19px] [overflow-wrap:anywhere]">
          {ticket.subject}
        </h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-tiny text-ink-faint">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {ticket.about
              ? t.rich("admin_tickets.opened_about", { ...opened, label: t.format(ticket.about.label) })
              : t.rich("admin_tickets.opened", opened)}
            {ticket.assignee && ` · ${isolateText(ticket.assignee.name)}`}
          </span>
          <TicketStateBadge state={ticket.state} as="team" />
          <PriorityBadge priority={ticket.priority} />
        </p>
      </div>
      {children}
    </header>
  );
}
