import type { Metadata } from "next";
import type { ReactNode } from "react";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import type { Reading } from "#components/learning/hours.tsx";
import { NextMeetingCard } from "#components/learning/next-meeting.tsx";
import { PlaceRow } from "#components/learning/place-row.tsx";
import { UnpaidRow, WaitingRow } from "#components/learning/unfinished.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getMyCourses, type MyCourses } from "#domain/learning/get-my-courses.ts";
import { stopWaitingAction } from "./actions.ts";

export const metadata: Metadata = { title: "My learning", robots: { index: false } };

/** Everything that is the student's: what meets next, what waits for them, what is open, and what is done. */
export default async function LearningPage() {
  const who = await requireViewer("/learning");
  const read = await getPageReadCtx();
  const mine = await getMyCourses(read, who.userId);
  const viewer = { timezone: who.timezone, schoolTimezone: await schoolTimezone(), now: read.now };
  return (
    <SitePage current="learning">
      <PageHeader
        title="My learning"
        actions={
          <LinkButton href="/orders" variant="quiet" size="s">
            Orders and receipts
          </LinkButton>
        }
      />
      {isEmpty(mine) ? <Nothing /> : <Everything mine={mine} viewer={viewer} />}
    </SitePage>
  );
}

const isEmpty = (mine: MyCourses) => Object.values(mine).every((list) => list.length === 0);

function Nothing() {
  return (
    <EmptyState title="No courses yet" icon="document" action={<LinkButton href="/courses">Find a course</LinkButton>}>
      What you enrol in will be here, with its dates and its materials.
    </EmptyState>
  );
}

function Everything({ mine, viewer }: { mine: MyCourses; viewer: Reading }) {
  const { open, given, teaching, unpaid, waiting, finished } = mine;
  const { schoolTimezone: school } = viewer;
  const [soonest] = open;
  const offers = waiting.filter(({ state }) => state === "offered");
  const queued = waiting.filter(({ state }) => state === "waiting");
  return (
    <div className="grid grid-cols-1 gap-11">
      {soonest?.next && <NextMeetingCard place={soonest} viewer={viewer} />}
      <Part title="Waiting for payment" shown={unpaid.length > 0}>
        {unpaid.map((each, turn) => (
          <UnpaidRow key={each.orderCode} unpaid={each} primary={turn === 0} schoolTimezone={school} />
        ))}
      </Part>
      <Part title="A seat for you" shown={offers.length > 0}>
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
      <Part title="Open now" shown={open.length + given.length > 0}>
        {open.map((place) => (
          <PlaceRow key={place.enrolmentId} place={place} viewer={viewer} />
        ))}
        {given.map((each) => (
          <CourseRow key={each.courseId} {...each} />
        ))}
      </Part>
      <Part title="You teach" shown={teaching.length > 0}>
        {teaching.map((each) => (
          <CourseRow key={each.courseId} {...each} />
        ))}
      </Part>
      <Part title="On the waiting list" shown={queued.length > 0}>
        {queued.map((each) => (
          <WaitingRow key={each.id} waiting={each} schoolTimezone={school} stopWaiting={stopWaitingAction} />
        ))}
      </Part>
      <Part title="Finished" shown={finished.length > 0}>
        {finished.map((place) => (
          <PlaceRow key={place.enrolmentId} place={place} viewer={viewer} />
        ))}
      </Part>
    </div>
  );
}

function CourseRow({ slug, title, summary }: { slug: string; title: string; summary: string }) {
  return (
    <li className="border-b border-rule py-5">
      <h3 className="title text-[21px] leading-snug" dir="auto">
        <a href={`/learning/${slug}`} className="hover:underline">
          {title}
        </a>
      </h3>
      <p className="mt-0.5 text-small text-ink-soft" dir="auto">
        {summary}
      </p>
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
