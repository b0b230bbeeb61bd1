import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { currencyChoices } from "#app/admin/_list/choices.ts";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { Ask } from "#components/admin/ask.tsx";
import { CohortFieldsPart } from "#components/admin/cohort-fields.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Meter } from "#components/ui/chart.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { COHORT_PARTS } from "#domain/courses/edit-cohort.ts";
import type { CohortOffice, CohortRow } from "#domain/courses/get-course-office.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { listPriceWarnings } from "#domain/payments/list-price-warnings.ts";
import { isAllowed } from "#domain/policy.ts";
import { listWaiting } from "#domain/waiting/list-waiting.ts";
import { CourseFrame, findCourse } from "../../frame.tsx";
import { cancelCohortAction, editCohortAction } from "../actions.ts";
import { draftOf } from "../draft.ts";
import { Meetings } from "./meetings.tsx";
import { WaitingListPanel } from "./waiting-list.tsx";

type Props = { params: Promise<{ id: string; cohortId: string }> };

const cohortAt = cache(async (id: string, cohortId: string) =>
  getCohortOffice((await findCourse(id)).read, id, cohortId),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, cohortId } = await params;
  const { office } = await findCourse(id);
  return { title: `${(await cohortAt(id, cohortId))?.cohort.name ?? "Cohort"} · ${office.course.title}` };
}

export default async function CohortPage({ params }: Props) {
  const { id, cohortId } = await params;
  const { office, read, timezone } = await findCourse(id);
  const found = await cohortAt(id, cohortId);
  if (!found) notFound();
  const { cohort } = found;
  const queue = isAllowed(read.actor, "waiting.read") ? await listWaiting(read, cohortId) : undefined;
  const values = { courseId: id, cohortId, seen: getEditVersion(cohort, COHORT_PARTS) };
  const mayEdit = office.may.cohorts && cohort.state === "open";
  return (
    <CourseFrame office={office} tab="cohorts">
      <h2 className="mb-4">{cohort.name}</h2>
      {cohort.state === "cancelled" && (
        <Notice tone="warn" title="This cohort is cancelled." className="mb-5">
          Who wants it again makes a new one.
        </Notice>
      )}
      <Columns
        aside={
          <>
            <Seats
              cohort={cohort}
              mayList={isAllowed(read.actor, "enrolment.list")}
              mayAdd={isAllowed(read.actor, "enrolment.add")}
            />
            {queue && <WaitingListPanel {...queue} timezone={timezone} />}
            {mayEdit && <CancelCohort {...found} />}
          </>
        }
      >
        {mayEdit ? (
          <Panel title="Dates, seats and price">
            <StateForm action={editCohortAction} values={values} className="grid gap-5">
              <CohortFieldsPart
                draft={draftOf(cohort)}
                timezones={listTimezoneChoices()}
                currencies={currencyChoices()}
                priceWarnings={listPriceWarnings(read.rules, { minor: cohort.priceMinor, currency: cohort.currency })}
              />
              <p className="text-small text-ink-soft">
                A new price is for those who enrol from now on. Seats cannot go below those that are taken.
              </p>
              <div>
                <SubmitButton pendingLabel="Saving …">Save</SubmitButton>
              </div>
            </StateForm>
          </Panel>
        ) : (
          <Facts cohort={cohort} />
        )}
        <Meetings courseId={id} cohort={cohort} meetings={found.meetings} mayEdit={mayEdit} />
      </Columns>
    </CourseFrame>
  );
}

type SeatsProps = { cohort: CohortRow; mayList: boolean; mayAdd: boolean };

function Seats({ cohort, mayList, mayAdd }: SeatsProps) {
  const { id, courseId, capacity, taken, held, offered, waiting } = cohort;
  const text = capacity === null ? `${taken} taken, no limit` : `${taken + held} of ${capacity}`;
  return (
    <Panel title="Seats">
      {capacity !== null && (
        <Meter label="Taken or held" value={taken + held} max={capacity} text={text} className="mb-3" />
      )}
      <DescriptionList
        items={[
          { term: "Taken", value: taken },
          { term: "Held while people pay", value: Math.max(0, held - offered) },
          { term: "Offered to somebody waiting", value: offered },
          { term: "Waiting", value: waiting },
          { term: "Free", value: capacity === null ? "no limit" : capacity - taken - held, strong: true },
        ]}
      />
      <ul className="mt-3 grid gap-1 text-small">
        {mayList && (
          <li>
            <a className="link" href={`/admin/enrolments?course=${courseId}&cohort=${id}`}>
              Who is in it
            </a>
          </li>
        )}
        {mayAdd && cohort.state === "open" && (
          <li>
            <a className="link" href={`/admin/enrolments/new?course=${courseId}&cohort=${id}`}>
              Add somebody by hand
            </a>
          </li>
        )}
      </ul>
    </Panel>
  );
}

function Facts({ cohort }: { cohort: CohortRow }) {
  const { startsAt, endsAt, timezone, priceMinor, currency, place } = cohort;
  return (
    <Panel>
      <DescriptionList
        items={[
          { term: "Begins", value: startsAt ? <DateTime instant={startsAt} timezone={timezone} /> : "at any time" },
          { term: "Ends", value: endsAt ? <DateTime instant={endsAt} timezone={timezone} /> : "never" },
          { term: "Place", value: place || "none" },
          {
            term: "Price",
            value: priceMinor === 0 ? "free" : <Money amount={{ minor: priceMinor, currency }} />,
          },
        ]}
      />
    </Panel>
  );
}

function CancelCohort({ cohort }: CohortOffice) {
  // A seat that is offered is held as well.
  const isUsed = cohort.taken + cohort.held > cohort.offered;
  const waiting = cohort.waiting + cohort.offered;
  return (
    <Panel title="Call it off">
      {isUsed ? (
        <p className="text-ink-soft">
          Somebody has a place or a held seat. Move or cancel them first, one by one: each of them is told.
        </p>
      ) : (
        <Ask
          id="cancel-cohort"
          trigger="Cancel the cohort"
          title={`Cancel ${cohort.name}?`}
          confirmLabel="Cancel the cohort"
          action={cancelCohortAction}
          values={{ courseId: cohort.courseId, cohortId: cohort.id }}
        >
          {waiting > 0 &&
            `${waiting === 1 ? "One person waits for a seat" : `${waiting} people wait for a seat or were offered one`}, and ${waiting === 1 ? "is" : "are"} told by mail, with your reason. `}
          Nobody can enrol in it any more. This cannot be undone; you can make a new one.
        </Ask>
      )}
    </Panel>
  );
}
