import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { listCurrencyChoices } from "#app/admin/_list/choices.ts";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { CohortFieldsPart } from "#components/admin/cohort-fields.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { TranslationFields } from "#components/admin/translation-fields.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Meter } from "#components/ui/chart.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Money } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getCohortCancellation } from "#domain/checkout/get-cohort-cancellation.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { COHORT_PARTS } from "#domain/courses/edit-cohort.ts";
import type { CohortRow } from "#domain/courses/get-course-office.ts";
import { LENGTHS } from "#domain/courses/inputs.ts";
import type { Course } from "#domain/courses/machine.ts";
import { getTranslationVersion } from "#domain/courses/merge-translation.ts";
import { COHORT_TEXTS } from "#domain/courses/course-texts.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { getTaxChoices } from "#domain/tax/get-tax-choices.ts";
import { listPriceWarnings } from "#domain/payments/list-price-warnings.ts";
import { isAllowed } from "#domain/policy.ts";
import { listWaiting } from "#domain/waiting/list-waiting.ts";
import { listLanguages } from "#messages/page-path.ts";
import { CourseFrame, findCourse } from "../../frame.tsx";
import { editCohortAction, translateCohortAction } from "../actions.ts";
import { toCohortDraft } from "../draft.ts";
import { CohortTermsPanel, DecisionPanel } from "./cohort-terms.tsx";
import { CancelCohort, CancelledNotice } from "./cancel-cohort.tsx";
import { getPlanParts } from "#domain/courses/payment-plan.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { PaymentPlanPanel } from "./payment-plan.tsx";
import { Meetings } from "./meetings.tsx";
import { WaitingListPanel } from "./waiting-list.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string; cohortId: string }> };

const loadCohort = cache(async (id: string, cohortId: string) =>
  getCohortOffice((await findCourse(id)).read, id, cohortId),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, cohortId } = await params;
  const { office } = await findCourse(id);
  return {
    title: `${(await loadCohort(id, cohortId))?.cohort.name ?? getTranslator()("admin_courses.cohort_title")} · ${office.course.title}`,
  };
}

export default async function CohortPage({ params }: Props) {
  const t = getTranslator();
  const { id, cohortId } = await params;
  const { office, read, timezone } = await findCourse(id);
  const found = await loadCohort(id, cohortId);
  if (!found) notFound();
  const { cohort } = found;
  const queue = isAllowed(read.actor, "waiting.read") ? await listWaiting(read, cohortId) : undefined;
  const values = { courseId: id, cohortId, seen: getEditVersion(cohort, COHORT_PARTS) };
  const isEnded = office.may.cohorts && cohort.state === "cancelled";
  const cancellation = isEnded ? await getCohortCancellation(read, cohortId) : undefined;
  const mayEdit = office.may.cohorts && cohort.state === "open";
  return (
    <CourseFrame office={office} tab="cohorts">
      <h2 className="mb-4">{cohort.name}</h2>
      {cohort.state === "cancelled" && <CancelledNotice cohort={cohort} cancellation={cancellation} />}
      <Columns
        aside={
          <>
            <Seats
              cohort={cohort}
              mayList={isAllowed(read.actor, "enrolment.list")}
              mayAdd={isAllowed(read.actor, "enrolment.add")}
              mayCopy={office.may.cohorts}
            />
            {queue && <WaitingListPanel {...queue} timezone={timezone} />}
            {mayEdit && <CancelCohort cohort={cohort} />}
          </>
        }
      >
        {mayEdit ? (
          <Panel title={t("admin_courses.dates_seats_and_price_title")}>
            <StateForm action={editCohortAction} values={values} className="grid gap-5">
              <CohortFieldsPart
                draft={toCohortDraft(cohort)}
                timezones={listTimezoneChoices()}
                currencies={listCurrencyChoices()}
                taxed={cohort.netPriceMinor !== null || (await getTaxChoices(read)).isTaxed}
                priceWarnings={listPriceWarnings(read.rules, {
                  minor: cohort.priceMinor,
                  currency: cohort.currency,
                }).map(getTranslator().format)}
              />
              <p className="text-small text-ink-soft">{t("admin_courses.edit_cohort_hint")}</p>
              <div>
                <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>
                  {t("admin_courses.save_button")}
                </SubmitButton>
              </div>
            </StateForm>
          </Panel>
        ) : (
          <Facts cohort={cohort} />
        )}
        {mayEdit && cohort.state === "open" && <DecisionPanel cohort={cohort} />}
        {mayEdit && cohort.state === "open" && <CohortTermsPanel cohort={cohort} />}
        {mayEdit && cohort.state === "open" && cohort.priceMinor > 0 && (
          <PaymentPlanPanel cohort={cohort} parts={await listPlanParts(read, cohort)} />
        )}
        {mayEdit && <Translations course={office.course} cohort={cohort} />}
        <Meetings course={office.course} cohort={cohort} meetings={found.meetings} mayEdit={mayEdit} />
      </Columns>
    </CourseFrame>
  );
}

/** The parts that whoever begins today would pay; none where the plan is not offered. */
async function listPlanParts(read: ReadCtx, cohort: CohortRow) {
  const { plansEndWithCourse: endsWithCourse } = await getSettingsOnce(read);
  return getPlanParts(cohort, { totalMinor: cohort.priceMinor, now: read.now, endsWithCourse }) ?? [];
}

/** The cohort's texts in each language that the school speaks and its course was not written in. */
function Translations({ course, cohort }: { course: Course; cohort: CohortRow }) {
  const t = getTranslator();
  const others = listLanguages().filter(
    // One that was given before the course was written in it is still shown, and can be changed.
    ({ language }) => language !== course.language || cohort.translations?.[language],
  );
  return others.map(({ language, name }) => {
    const seen = getTranslationVersion(cohort.translations, COHORT_TEXTS, language);
    const values = { courseId: course.id, cohortId: cohort.id, language, seen };
    return (
      <Panel key={language} title={t("admin_courses.in_language_title", { language: name })}>
        <StateForm action={translateCohortAction} values={values} className="grid gap-5">
          <p className="text-small text-ink-soft">{t("admin_courses.translation_about")}</p>
          <TranslationFields
            id={language}
            language={language}
            texts={cohort.translations?.[language]}
            fields={[
              { name: "name", label: t("admin.name_label"), maxLength: LENGTHS.cohortName },
              { name: "place", label: t("admin_courses.place_label"), maxLength: LENGTHS.place },
            ]}
          />
          <div>
            <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
              {t("admin_courses.save_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    );
  });
}

type SeatsProps = { cohort: CohortRow; mayList: boolean; mayAdd: boolean; mayCopy: boolean };

function Seats({ cohort, mayList, mayAdd, mayCopy }: SeatsProps) {
  const t = getTranslator();
  const { id, courseId, capacity, taken, held, offered, waiting, unclaimed } = cohort;
  const text =
    capacity === null
      ? t("admin_courses.seats_taken_no_limit", { taken })
      : t("admin_courses.seats_of_capacity", { taken: taken + held, capacity });
  return (
    <Panel title={t("admin_courses.seats_title")}>
      {capacity !== null && (
        <Meter
          label={t("admin_courses.taken_or_held_label")}
          value={taken + held}
          max={capacity}
          text={text}
          className="mb-3"
        />
      )}
      <DescriptionList
        items={[
          { term: t("admin_courses.seats_taken_label"), value: taken },
          ...(unclaimed > 0
            ? [
                {
                  term: t("admin_courses.seats_unclaimed_label"),
                  value: mayList ? (
                    <a className="link" href={`/admin/claim-links?cohort=${id}&state=open`}>
                      {unclaimed}
                    </a>
                  ) : (
                    unclaimed
                  ),
                },
              ]
            : []),
          { term: t("admin_courses.seats_held_label"), value: Math.max(0, held - offered) },
          { term: t("admin_courses.seats_offered_label"), value: offered },
          { term: t("admin_courses.waiting_label"), value: waiting },
          {
            term: t("admin_courses.seats_free_label"),
            value: capacity === null ? t("admin_courses.no_seat_limit") : capacity - taken - held,
            strong: true,
          },
        ]}
      />
      <ul className="mt-3 grid gap-1 text-small">
        <li>
          <a className="link" href={`/admin/courses/${courseId}/cohorts/${id}/class`}>
            {t("admin_courses.class_link")}
          </a>
        </li>
        {mayCopy && (
          <li>
            <a className="link" href={`/admin/courses/${courseId}/cohorts/${id}/copy`}>
              {t("admin_courses.copy_link")}
            </a>
          </li>
        )}
        <li>
          <a className="link" href={`/admin/courses/${courseId}/cohorts/${id}/rules`}>
            {t("rules.rules_title")}
          </a>
        </li>
        <li>
          <a className="link" href={`/admin/courses/${courseId}/cohorts/${id}/certificates`}>
            {t("admin_certificates.link")}
          </a>
        </li>
        {mayList && (
          <li>
            <a className="link" href={`/admin/enrolments?course=${courseId}&cohort=${id}`}>
              {t("admin_courses.enrolments_link")}
            </a>
          </li>
        )}
        {mayAdd && cohort.state === "open" && (
          <li>
            <a className="link" href={`/admin/enrolments/new?course=${courseId}&cohort=${id}`}>
              {t("admin_courses.add_enrolment_link")}
            </a>
          </li>
        )}
      </ul>
    </Panel>
  );
}

function Facts({ cohort }: { cohort: CohortRow }) {
  const t = getTranslator();
  const { startsAt, endsAt, timezone, priceMinor, currency, place } = cohort;
  return (
    <Panel>
      <DescriptionList
        items={[
          {
            term: t("admin_courses.begins_label"),
            value: startsAt ? <DateTime instant={startsAt} timezone={timezone} /> : t("admin_courses.at_any_time"),
          },
          {
            term: t("admin_courses.ends_label"),
            value: endsAt ? <DateTime instant={endsAt} timezone={timezone} /> : t("admin_courses.never_ends"),
          },
          { term: t("admin_courses.place_label"), value: place || t("admin_courses.none") },
          {
            term: t("admin_courses.price_label"),
            value:
              priceMinor === 0 ? t("admin_courses.free_of_charge") : <Money amount={{ minor: priceMinor, currency }} />,
          },
        ]}
      />
    </Panel>
  );
}
