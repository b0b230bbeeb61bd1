import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { onceMark } from "#app/_edge/once.ts";
import { SitePage } from "#app/_edge/shells.tsx";
import { pageRead, requireViewer } from "#app/_edge/viewer.ts";
import { FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { AttachmentField } from "#components/tickets/attachment-field.tsx";
import { Conversation } from "#components/tickets/conversation.tsx";
import { TicketStateBadge } from "#components/tickets/state-badge.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { type ConversationView, getConversation } from "#domain/tickets/get-conversation.ts";
import { BODY_CHARACTERS_MAX } from "#domain/tickets/machine.ts";
import { replyAction, solvedAction } from "./actions.ts";

export const metadata: Metadata = { title: "Your question" };

export default async function QuestionPage({ params, searchParams }: PageProps<"/help/[code]">) {
  const { code } = await params;
  const { before, sent } = await searchParams;
  const here = `/help/${code}`;
  const who = await requireViewer(here);
  const options = { as: "student" as const, ...(typeof before === "string" ? { before } : {}) };
  const ticket = await getConversation(await pageRead(), code, options);
  if (!ticket) notFound();
  if (ticket.survivorCode) redirect(`/help/${ticket.survivorCode}`);
  return (
    <SitePage current="help" here={here}>
      <PageHeader
        title={<span className="[overflow-wrap:anywhere]">{ticket.subject}</span>}
        above={<Breadcrumbs crumbs={[{ label: "Help", href: "/help" }, { label: ticket.code }]} />}
        lede={
          <span className="flex flex-wrap items-center gap-2.5 text-small">
            <TicketStateBadge state={ticket.state} as="student" />
            {ticket.about && <span>About {ticket.about.label}</span>}
          </span>
        }
      />
      {sent !== undefined && (
        <Notice tone="ok" title="Sent." className="mb-7">
          We answer here and by mail. Quote {ticket.code} if you call.
        </Notice>
      )}
      <div className="max-w-[46rem]">
        <Conversation
          entries={ticket.entries}
          timezone={who.timezone}
          ownSide="student"
          {...(ticket.earlier ? { earlierHref: `${here}?before=${ticket.earlier}` } : {})}
        />
        <hr className="my-8 border-rule" />
        {ticket.takesReplies ? <Reply ticket={ticket} /> : <NoMoreReplies />}
      </div>
    </SitePage>
  );
}

function Reply({ ticket }: { ticket: ConversationView }) {
  const values = { ticketId: ticket.id, code: ticket.code };
  const isSolved = ticket.state === "resolved";
  return (
    <>
      <StateForm action={replyAction} values={{ ...values, once: onceMark() }} className="grid grid-cols-1 gap-5">
        <FormTextArea
          label={isSolved ? "Not solved after all?" : "Your reply"}
          name="body"
          maxLength={BODY_CHARACTERS_MAX}
          required
          {...(isSolved ? { hint: "A reply opens the question again." } : {})}
        />
        <AttachmentField filesMax={ATTACHMENTS_MAX} megabytesMax={SIZE_MEGABYTES_MAX.attachment} />
        <div>
          <SubmitButton pendingLabel="Sending …">Send</SubmitButton>
        </div>
      </StateForm>
      {!isSolved && (
        <StateForm action={solvedAction} values={values} className="mt-6 grid justify-items-start gap-3">
          <SubmitButton variant="link" size="s" pendingLabel="One moment …">
            My question is answered
          </SubmitButton>
        </StateForm>
      )}
    </>
  );
}

function NoMoreReplies() {
  return (
    <Notice
      tone="info"
      title="This conversation is closed."
      action={
        <LinkButton href="/help/new" variant="quiet" size="s">
          Ask a new question
        </LinkButton>
      }
    >
      Open a new one and we will see the old one beside it.
    </Notice>
  );
}
