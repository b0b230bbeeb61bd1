import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { createFormToken } from "#app/_forms/form-token.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { isFormResponse } from "#app/_auth/signed-in.ts";
import { getPageReadCtx, requireViewer, getViewer } from "#app/_auth/viewer.ts";
import { FormTextArea, SentAgain, StateForm } from "#components/forms/state-form.tsx";
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
import { replyAction, resolveAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const questionAt = cache(async (code: string, before: string | undefined) =>
  getConversation(await getPageReadCtx(), code, { as: "student", ...(before === undefined ? {} : { before }) }),
);

export async function generateMetadata({ params, searchParams }: PageProps<"/help/[code]">): Promise<Metadata> {
  const t = getTranslator();
  const { before } = await searchParams;
  const ticket = await questionAt((await params).code, typeof before === "string" ? before : undefined);
  return { title: ticket ? `${ticket.subject} · ${ticket.code}` : t("help.your_question_title") };
}

export default async function QuestionPage({ params, searchParams }: PageProps<"/help/[code]">) {
  const { code } = await params;
  const { before } = await searchParams;
  const here = `/help/${code}`;
  // What was written stays on the page, whatever has happened to the session or to the ticket meanwhile.
  const isAnswer = await isFormResponse();
  const who = isAnswer ? await getViewer() : await requireViewer(here);
  const ticket = who && (await questionAt(code, typeof before === "string" ? before : undefined));
  if (who && !ticket) notFound();
  if (ticket?.survivorCode && !isAnswer) redirect(`/help/${ticket.survivorCode}`);
  return (
    <SitePage current="help" here={here}>
      <Head code={code} ticket={ticket} />
      <div className="max-w-[46rem]">
        {who && ticket && (
          <Conversation
            entries={ticket.entries}
            timezone={who.timezone}
            ownSide="student"
            {...(ticket.earlier ? { earlierHref: `${here}?before=${ticket.earlier}` } : {})}
          />
        )}
        <hr className="my-8 border-rule" />
        {(isAnswer || ticket?.takesReplies) && <Reply ticket={ticket} />}
        {ticket && !ticket.takesReplies && !ticket.survivorCode && <NoMoreReplies />}
      </div>
    </SitePage>
  );
}

function Head({ code, ticket }: { code: string; ticket: ConversationView | undefined }) {
  const t = getTranslator();
  const crumbs = [{ label: t("help.help_label"), href: "/help" }, { label: ticket?.code ?? code }];
  return (
    <PageHeader
      title={<span className="[overflow-wrap:anywhere]">{ticket?.subject ?? t("help.your_question_title")}</span>}
      above={<Breadcrumbs crumbs={crumbs} />}
      lede={
        ticket && (
          <span className="flex flex-wrap items-center gap-2.5 text-small">
            <TicketStateBadge state={ticket.state} as="student" />
            {ticket.about && <span>{t("help.about_subject", { label: t.format(ticket.about.label) })}</span>}
          </span>
        )
      }
    />
  );
}

/** The form to write again; without a ticket, what somebody wrote who was signed out meanwhile. */
function Reply({ ticket }: { ticket: ConversationView | undefined }) {
  const t = getTranslator();
  const values = ticket && { ticketId: ticket.id, code: ticket.code };
  const isResolved = ticket?.state === "resolved";
  return (
    <>
      <StateForm
        action={replyAction}
        values={{ ...values, once: createFormToken() }}
        className="grid grid-cols-1 gap-5"
      >
        {!ticket && <SentAgain name="ticketId" />}
        <FormTextArea
          label={isResolved ? t("help.not_resolved_after_all_label") : t("help.your_reply_label")}
          name="body"
          maxLength={BODY_CHARACTERS_MAX}
          required
          {...(isResolved ? { hint: t("help.a_reply_opens_the_question_again_hint") } : {})}
        />
        <AttachmentField filesMax={ATTACHMENTS_MAX} megabytesMax={SIZE_MEGABYTES_MAX.attachment} />
        <div>
          <SubmitButton pendingLabel={t("help.sending_pending")}>{t("help.send_button")}</SubmitButton>
        </div>
      </StateForm>
      {ticket?.takesReplies && !isResolved && (
        <StateForm action={resolveAction} values={values} className="mt-6 grid justify-items-start gap-3">
          <SubmitButton variant="link" size="s" pendingLabel={t("help.one_moment_pending")}>
            {t("help.mark_as_resolved_button")}
          </SubmitButton>
        </StateForm>
      )}
    </>
  );
}

function NoMoreReplies() {
  const t = getTranslator();
  return (
    <Notice
      tone="info"
      title={t("help.this_conversation_is_closed_title")}
      action={
        <LinkButton href="/help/new" variant="quiet" size="s">
          {t("help.ask_a_new_question_button")}
        </LinkButton>
      }
    >
      {t("help.open_a_new_one")}
    </Notice>
  );
}
