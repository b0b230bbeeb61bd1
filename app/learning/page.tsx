import { pagePath } from "#messages/page-path.ts";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import type { Reading } from "#components/learning/hours.tsx";
import { NextMeetingCard } from "#components/learning/next-meeting.tsx";
import { PlaceRow, untilWords } from "#components/learning/place-row.tsx";
import { UnpaidRow, WaitingRow } from "#components/learning/unfinished.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getMyCourses, type GivenView, type MyCourses, type TaughtView } from "#domain/learning/get-my-courses.ts";
import { stopWaitingAction } from "./actions.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("learning.my_learning_title"), robots: { index: false } };
}

/**
 * Everything that is the student's: what meets next, what waits for them, what is open, and what is done. To stop waiting is asked
 * about in a dialog, which is React's.
 */
export default async function LearningPage() {
  const t = getTranslator();
  const who = await requireViewer("/learning");
  const read = await getPageReadCtx();
  const mine = await getMyCourses(read, who.userId);
  const viewer = { timezone: who.timezone, schoolTimezone: await schoolTimezone(), now: read.now };
  return (
    <SitePage current="learning" unhydrated={mine.waiting.length === 0}>
      <PageHeader
        title={t("learning.my_learning_title")}
        actions={
          <LinkButton href="/orders" variant="quiet" size="s">
            {t("learning.orders_and_receipts_button")}
          </LinkButton>
        }
      />
      {isEmpty(mine) ? <Nothing /> : <Everything mine={mine} viewer={viewer} />}
    </SitePage>
  );
}

const isEmpty = (mine: MyCourses) => Object.values(mine).every((list) => list.length === 0);

function Nothing() {
  const t = getTranslator();
  return (
    <EmptyState
      title={t("learning.no_courses_yet_title")}
      icon="document"
      action={<LinkButton href={pagePath("/courses")}>{t("learning.find_a_course_button")}</LinkButton>}
    >
      {t("learning.what_you_enrol_in_will_be_here")} {t("learning.places_for_others_are_elsewhere")}
    </EmptyState>
  );
}

function Everything({ mine, viewer }: { mine: MyCourses; viewer: Reading }) {
  const t = getTranslator();
  const { open, given, teaching, unpaid, waiting, finished } = mine;
  const { schoolTimezone: school } = viewer;
  const [soonest] = open;
  const offers = waiting.filter(({ state }) => state === "offered");
  const queued = waiting.filter(({ state }) => state === "waiting");
  return (
    <div className="grid grid-cols-1 gap-11">
      {soonest?.next && <NextMeetingCard place={soonest} viewer={viewer} />}
      <Part title={t("learning.waiting_for_payment_title")} shown={unpaid.length > 0}>
        {unpaid.map((each, turn) => (
          <UnpaidRow key={each.orderCode} unpaid={each} primary={turn === 0} schoolTimezone={school} />
        ))}
      </Part>
      <Part title={t("learning.a_seat_for_you_title")} shown={offers.length > 0}>
        {offers.map((each, turn) => (
          <WaitingRow
            key={each.id}
            waiting={each}
            primary={unpaid.length === 0 && turn === 0}
            schoolTimezone={school}
            stopWaiting={stopWaitingAction}
          />
        ))}
      </Part>
      <Part title={t("learning.open_now_title")} shown={open.length + given.length > 0}>
        {open.map((place) => (
          <PlaceRow key={place.enrolmentId} place={place} viewer={viewer} />
        ))}
        {given.map((each) => (
          <CourseRow key={each.courseId} {...each} until={each.open && untilWords(each.open.until, school)} />
        ))}
      </Part>
      <Part title={t("learning.you_teach_title")} shown={teaching.length > 0}>
        {teaching.map((each) => (
          <CourseRow key={each.courseId} {...each} />
        ))}
      </Part>
      <Part title={t("learning.on_the_waiting_list_title")} shown={queued.length > 0}>
        {queued.map((each) => (
          <WaitingRow key={each.id} waiting={each} schoolTimezone={school} stopWaiting={stopWaitingAction} />
        ))}
      </Part>
      <Part title={t("learning.finished_title")} shown={finished.length > 0}>
        {finished.map((place) => (
          <PlaceRow key={place.enrolmentId} place={place} viewer={viewer} />
        ))}
      </Part>
    </div>
  );
}

type CourseRowProps = (TaughtView | GivenView) & {
  /** How long it is open, where it was given. */
  until?: string | null;
};

function CourseRow({ slug, title, titleLanguage, summary, summaryLanguage, until }: CourseRowProps) {
  return (
    <li className="border-b border-rule py-5">
      <h3 className="title text-[21px] leading-snug" {...writtenIn(titleLanguage)}>
        <a href={`/learning/${slug}`} className="hover:underline">
          {title}
        </a>
      </h3>
      <p className="mt-0.5 text-small text-ink-soft" {...writtenIn(summaryLanguage)}>
        {summary}
      </p>
      {until && <p className="mt-0.5 text-small text-ink-soft">{until}</p>}
    </li>
  );
}

function Part({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <section>
      <h2 className="mb-3.5">{title}</h2>
      <ul className="border-t border-rule">{children}</ul>
    </section>
  );
}
