import { pagePath } from "#messages/page-path.ts";
import { levelLabel } from "./level-label.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { Prose } from "#components/ui/prose.tsx";
import type { PricedCohort, PricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import type { RuleSet } from "#domain/rules/load-rules.ts";
import { EnrolCard } from "./enrol-card.tsx";
import { FIND_PATH } from "./filters.tsx";
import { Meetings } from "./meetings.tsx";
import { ForCohort, ShowPicked } from "./picked.tsx";
import { languageName } from "./words.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type CourseViewProps = {
  course: PricedCoursePage;
  now: Date;
  /** Who may enrol, by the cohort. */
  rules: ReadonlyMap<string, RuleSet>;
};

/** A course's page: what it is and what happens when at the left, the price and the button at the right. */
export function CourseView({ course, now, rules }: CourseViewProps) {
  const t = getTranslator();
  const offered = toChooseFrom(course.cohorts);
  const chosen = offered.find(({ state }) => state === "open" || state === "few") ?? offered[0];
  return (
    <div data-course className="grid gap-x-14 gap-y-9 lg:grid-cols-[minmax(0,1fr)_348px] lg:grid-rows-[auto_1fr]">
      <ShowPicked cohortIds={offered.map(({ id }) => id)} />
      <div className="min-w-0">
        <Head course={course} />
        {offered.map((cohort) => (
          <ForCohort key={cohort.id} cohortId={cohort.id}>
            <Meetings cohort={cohort} now={now} />
          </ForCohort>
        ))}
      </div>
      {/* On a phone it stands between the timetable and the rest; on a wide page it goes along at the side. */}
      <aside aria-label={t("catalogue.enrol_label")} className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <div className="lg:sticky lg:top-6">
          {chosen ? (
            <EnrolCard course={course} cohorts={offered} chosen={chosen} now={now} rules={rules} />
          ) : (
            <EmptyState title={t("catalogue.no_dates_yet_title")} icon="calendar">
              {t("catalogue.the_school_has_not_said_when_this_course")}
            </EmptyState>
          )}
        </div>
      </aside>
      <div className="grid min-w-0 grid-cols-1 content-start gap-10 [overflow-wrap:anywhere]">
        {course.descriptionHtml && (
          <div {...writtenIn(course.textLanguages.description)}>
            <Prose html={course.descriptionHtml} />
          </div>
        )}
        <Materials course={course} />
      </div>
    </div>
  );
}

/** What is over is not offered, unless everything is. */
function toChooseFrom(cohorts: PricedCohort[]): PricedCohort[] {
  const standing = cohorts.filter(({ state }) => state !== "finished");
  return standing.length > 0 ? standing : cohorts.slice(-1);
}

function Head({ course }: { course: PricedCoursePage }) {
  const t = getTranslator();
  const placed = course.cohorts.find((cohort) => cohort.place !== "");
  return (
    <>
      <Breadcrumbs
        crumbs={[
          { label: t("catalogue.courses_label"), href: pagePath("/courses") },
          ...(course.subject
            ? [
                {
                  label: course.subjectName,
                  href: pagePath(`${FIND_PATH}?subject=${encodeURIComponent(course.subject)}`),
                },
              ]
            : []),
        ]}
      />
      <h1
        {...writtenIn(course.textLanguages.title)}
        className={course.title.length > 90 ? "mt-3 text-[clamp(1.5rem,1.2rem+1.4vw,2.125rem)]" : "mt-3"}
      >
        {course.title}
      </h1>
      {course.summary && (
        <p {...writtenIn(course.textLanguages.summary)} className="mb-[22px] mt-4 max-w-[60ch] text-lede text-ink-soft">
          {course.summary}
        </p>
      )}
      <div className="mt-5 flex flex-wrap gap-2">
        <Badge>{levelLabel(course.level)}</Badge>
        <Badge>{t("catalogue.in_language", { language: languageName(course.language) })}</Badge>
        {placed && (
          <Badge className="max-w-full">
            <span {...writtenIn(placed.textLanguages.place)} className="truncate" title={placed.place}>
              {placed.place}
            </span>
          </Badge>
        )}
        {course.materials.length > 0 && <Badge tone="info">{t("catalogue.materials_included")}</Badge>}
      </div>
      {course.imageFileId && (
        // A plain img: the file is served as it is, at the size the school gave it.
        <img
          src={`/files/${course.imageFileId}`}
          alt=""
          className="mt-7 aspect-[16/9] w-full rounded-lg border border-rule object-cover"
        />
      )}
      {course.teachers.length > 0 && (
        <ul className="mt-[30px] grid gap-4" aria-label={t("catalogue.taught_by_label")}>
          {course.teachers.map(({ name, about }) => (
            <li key={name} className="flex items-center gap-3">
              <Avatar name={name} />
              <div className="min-w-0 [overflow-wrap:anywhere]">
                <p dir="auto" className="font-[560]">
                  {name}
                </p>
                {about && (
                  <p {...writtenIn(course.language)} className="text-small text-ink-faint">
                    {about}
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const MATERIAL_ICONS: Record<PricedCoursePage["materials"][number]["kind"], IconName> = {
  text: "document",
  link: "link",
  file: "download",
};

function Materials({ course }: { course: PricedCoursePage }) {
  const t = getTranslator();
  if (course.materials.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3.5">{t("catalogue.what_you_will_work_with_heading")}</h2>
      <ul className="border-b border-rule">
        {course.materials.map(({ title, kind, previewId }, place) => (
          // Two materials may have one title; their place is what tells them apart.
          <li key={`${place} ${title}`} className="flex items-start gap-3 border-t border-rule py-3 text-[15px]">
            <Icon name={MATERIAL_ICONS[kind]} className="mt-[3px] text-ink-faint" />
            <span {...writtenIn(course.language)} className="min-w-0 flex-1">
              {title}
            </span>
            {previewId !== null && (
              <a className="link flex-none" href={pagePath(`/courses/${course.slug}/preview/${previewId}`)}>
                {t("catalogue.open_preview_link")}
                <span className="sr-only">: {title}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
