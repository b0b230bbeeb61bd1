import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Conversation } from "#components/tickets/conversation.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getTaughtConversation, type TaughtConversation } from "#domain/tickets/get-taught-conversation.ts";
import { BODY_CHARACTERS_MAX } from "#domain/tickets/machine.ts";
import { answerQuestionAction } from "./actions.ts";

type Props = PageProps<"/admin/teaching/[code]">;

const findQuestion = cache(async (code: string, before: string | undefined) =>
  getTaughtConversation(await getPageReadCtx(), code, before),
);

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const found = await findQuestion((await params).code, textOf((await searchParams).before));
  return { title: found?.subject ?? getTranslator()("teaching.question_title") };
}

/** What a student asks about a course, for who teaches it: to read and to answer. */
export default async function QuestionPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { code } = await params;
  const here = `/admin/teaching/${code}`;
  const who = await requirePermission("dashboard.read", here);
  const question = await findQuestion(code, textOf((await searchParams).before));
  if (!question) notFound();
  return (
    <>
      <PageHeader
        title={<span dir="auto">{question.subject}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("teaching.my_courses_title"), href: "/admin/teaching" },
              { label: t("teaching.question_title") },
            ]}
          />
        }
        lede={<bdi>{question.studentName}</bdi>}
      />
      <div className="max-w-3xl">
        <Conversation
          entries={question.entries}
          timezone={who.timezone}
          ownSide="school"
          {...(question.earlier ? { earlierHref: `${here}?before=${question.earlier}` } : {})}
        />
        {question.hasFiles && <p className="mt-4 text-small text-ink-soft">{t("teaching.files_hidden")}</p>}
        <div className="mt-7 border-t border-rule pt-5">
          <Answer question={question} />
        </div>
      </div>
    </>
  );
}

function Answer({ question: { id, code, state } }: { question: TaughtConversation }) {
  const t = getTranslator();
  if (state === "closed" || state === "merged") return <p className="text-ink-soft">{t("teaching.question_closed")}</p>;
  return (
    <StateForm action={answerQuestionAction} values={{ ticketId: id, code }} className="grid gap-3">
      <FormTextArea name="body" label={t("teaching.answer_label")} rows={5} maxLength={BODY_CHARACTERS_MAX} required />
      <div className="flex flex-wrap gap-2">
        <SubmitButton size="s" name="kind" value="wait" pendingLabel={t("teaching.sending")}>
          {t("teaching.send_button")}
        </SubmitButton>
        <SubmitButton size="s" variant="quiet" name="kind" value="resolve" pendingLabel={t("teaching.sending")}>
          {t("teaching.send_and_resolve_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
