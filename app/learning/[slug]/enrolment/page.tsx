import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { QuestionInputs } from "#components/questions/question-inputs.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { listCourseEnrolments, type OwnEnrolment } from "#domain/learning/list-course-enrolments.ts";
import { listAnswers } from "#domain/questions/list-answers.ts";
import { SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { listAskedQuestions } from "#domain/questions/list-questions.ts";
import { answerAction } from "./actions.ts";

type Props = PageProps<"/learning/[slug]/enrolment">;

export function generateMetadata(): Metadata {
  return { title: getTranslator()("learning.your_enrolment_title"), robots: { index: false } };
}

/** A student's own enrolment: what they answered, and what is still asked. */
export default async function OwnEnrolmentPage({ params }: Props) {
  const t = getTranslator();
  const { slug } = await params;
  await requireViewer(`/learning/${slug}/enrolment`);
  const places = await listCourseEnrolments(await getPageReadCtx(), slug);
  const [first] = places;
  if (!first) notFound();
  return (
    <SitePage current="learning">
      <PageHeader
        title={t("learning.your_enrolment_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("learning.my_learning_title"), href: "/learning" },
              { label: first.title, href: `/learning/${slug}`, language: first.titleLanguage },
              { label: t("learning.your_enrolment_title") },
            ]}
          />
        }
        lede={<span {...writtenIn(first.titleLanguage)}>{first.title}</span>}
      />
      <div className="grid max-w-2xl grid-cols-1 gap-9">
        {places.map((place) => (
          <section key={place.enrolmentId} className="grid min-w-0 grid-cols-1 gap-5" aria-label={place.cohortName}>
            <h2 {...writtenIn(place.cohortLanguage)}>{place.cohortName}</h2>
            <Answers slug={slug} place={place} />
          </section>
        ))}
      </div>
    </SitePage>
  );
}

async function Answers({ slug, place }: { slug: string; place: OwnEnrolment }) {
  const t = getTranslator();
  const read = await getPageReadCtx();
  const questions = await listAskedQuestions(read, place);
  const answers = await listAnswers(read, place.enrolmentId);
  const answered = new Map(answers.map(({ rootId, stored }) => [rootId, stored]));
  const open = questions.filter(
    ({ rootId, isRequired, condition }) => isRequired && condition === null && !answered.has(rootId),
  );
  if (questions.length === 0) return <p className="text-ink-soft">{t("questions.nothing_asked")}</p>;
  return (
    <div className="card grid gap-5 p-[22px]">
      <h3>{t("questions.your_answers_title")}</h3>
      {open.length > 0 && <Notice tone="warn" title={t("questions.open_questions", { count: open.length })} />}
      <StateForm action={answerAction} values={{ slug, enrolmentId: place.enrolmentId }} className="grid gap-5">
        <QuestionInputs questions={questions} answered={answered} megabytesMax={SIZE_MEGABYTES_MAX.attachment} />
        <div>
          <SubmitButton pendingLabel={t("questions.saving_pending")}>{t("questions.save_button")}</SubmitButton>
        </div>
      </StateForm>
    </div>
  );
}
