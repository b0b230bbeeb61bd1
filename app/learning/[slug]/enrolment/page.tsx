import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { QuestionInputs } from "#components/questions/question-inputs.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { CancelOwnEnrolment } from "#components/learning/cancel-own-enrolment.tsx";
import { SwitchPart, WaitingMovePart } from "#components/learning/switch-part.tsx";
import { type CancellableEnrolment, listCancellableEnrolments } from "#domain/checkout/list-cancellable-enrolments.ts";
import { getWaitingMove } from "#domain/checkout/get-waiting-move.ts";
import { listSwitchTargets } from "#domain/checkout/list-switch-targets.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { listCourseEnrolments, type OwnEnrolment } from "#domain/learning/list-course-enrolments.ts";
import { listAnswers } from "#domain/questions/list-answers.ts";
import { SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { listAskedQuestions } from "#domain/questions/list-questions.ts";
import { answerAction, leaveCohortAction, switchCohortAction } from "./actions.ts";

type Props = PageProps<"/learning/[slug]/enrolment">;

const loadPlaces = cache(async (slug: string) => listCourseEnrolments(await getPageReadCtx(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const [place] = await loadPlaces((await params).slug);
  const title = t("learning.your_enrolment_title");
  return { title: place ? `${title} · ${place.title}` : title, robots: { index: false } };
}

/** A student's own enrolment: what they answered, and what is still asked. */
export default async function OwnEnrolmentPage({ params }: Props) {
  const t = getTranslator();
  const { slug } = await params;
  await requireViewer(`/learning/${slug}/enrolment`);
  const places = await loadPlaces(slug);
  const [first] = places;
  const ways = first ? await listCancellableEnrolments(await getPageReadCtx(), first.courseId) : [];
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
            <Leaving slug={slug} place={place} ways={ways} />
          </section>
        ))}
      </div>
    </SitePage>
  );
}

type LeavingProps = { slug: string; place: OwnEnrolment; ways: CancellableEnrolment[] };

/** How the place is moved and given back; nothing for one that is not active. */
async function Leaving({ slug, place, ways }: LeavingProps) {
  const t = getTranslator();
  const way = ways.find(({ enrolmentId }) => enrolmentId === place.enrolmentId);
  if (!way) return null;
  const ctx = await getPageReadCtx();
  const waiting = await getWaitingMove(ctx.read, place.enrolmentId, ctx.language);
  const offer = waiting ? undefined : await listSwitchTargets(ctx, place);
  return (
    <>
      {waiting && (
        <div className="card grid gap-3.5 p-[22px]">
          <h3>{t("learning.move_heading")}</h3>
          <WaitingMovePart move={waiting} />
        </div>
      )}
      {offer && (
        <div className="card grid gap-3.5 p-[22px]">
          <h3>{t("learning.move_heading")}</h3>
          <SwitchPart
            offer={offer}
            enrolmentId={place.enrolmentId}
            slug={slug}
            timezone={way.timezone}
            about={way.orderId === null ? `course:${place.courseId}` : `order:${way.orderId}`}
            action={switchCohortAction}
          />
        </div>
      )}
      <div className="card grid gap-3.5 p-[22px]">
        <h3>{t("learning.cancel_heading")}</h3>
        <CancelOwnEnrolment enrolment={way} slug={slug} courseId={place.courseId} action={leaveCohortAction} />
      </div>
    </>
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
  if (questions.length === 0) return null;
  return (
    <div className="card grid gap-5 p-[22px]">
      <h3>{t(answers.length > 0 ? "questions.your_answers_title" : "questions.school_asks_title")}</h3>
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
