import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CohortRow, listCohorts } from "#domain/courses/get-course-office.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Titled = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Titled) =>
  courseMetadata(params, getTranslator()("admin_courses.cohorts_title"));

export default async function CohortsPage({ params }: { params: Promise<{ id: string }> }) {
  const t = getTranslator();
  const { office, read } = await findCourse((await params).id);
  const { course, may } = office;
  const cohorts = await listCohorts(read, course.id);
  const add = may.cohorts && (
    <LinkButton href={`/admin/courses/${course.id}/cohorts/new`} size="s">
      {t("admin_courses.add_a_cohort_button")}
    </LinkButton>
  );
  return (
    <CourseFrame office={office} tab="cohorts">
      {cohorts.length === 0 ? (
        <EmptyState icon="calendar" title={t("admin_courses.no_cohorts_title")} action={add}>
          {t("admin_courses.no_cohorts_words")}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex justify-end">{add}</div>
          <Table<CohortRow>
            caption={t("admin_courses.cohorts_caption")}
            columns={columns()}
            rows={cohorts}
            rowKey={({ id }) => id}
            rowTone={({ state }) => (state === "cancelled" ? "muted" : "plain")}
          />
        </>
      )}
    </CourseFrame>
  );
}

function columns(): Column<CohortRow>[] {
  const t = getTranslator();
  return [
    {
      key: "name",
      header: t("admin_courses.cohort_label"),
      long: true,
      cell: ({ id, courseId, name, state }) => (
        <span className="flex flex-wrap items-center gap-2">
          <a href={`/admin/courses/${courseId}/cohorts/${id}`} className="font-[560] hover:underline">
            {name}
          </a>
          {state === "cancelled" && <Badge>{t("admin_courses.cancelled_state")}</Badge>}
        </span>
      ),
    },
    {
      key: "begins",
      header: t("admin_courses.begins_label"),
      cell: ({ startsAt, timezone }) =>
        startsAt ? (
          <DateTime instant={startsAt} timezone={timezone} />
        ) : (
          <span className="text-ink-faint">{t("admin_courses.any_time")}</span>
        ),
    },
    { key: "meetings", header: t("admin_courses.meetings_title"), align: "end", cell: ({ meetings }) => meetings },
    {
      key: "seats",
      header: t("admin_courses.seats_title"),
      align: "end",
      cell: ({ taken, held, capacity }) => (
        <span>
          {capacity === null
            ? t("admin_courses.seats_taken", { taken })
            : t("admin_courses.seats_of_capacity", { taken, capacity })}
          {held > 0 && (
            <span className="block text-tiny text-ink-faint">{t("admin_courses.count_held", { held })}</span>
          )}
        </span>
      ),
    },
    {
      key: "waiting",
      header: t("admin_courses.waiting_label"),
      align: "end",
      cell: ({ waiting, offered }) => (
        <span>
          {waiting}
          {offered > 0 && (
            <span className="block text-tiny text-ink-faint">{t("admin_courses.count_offered", { offered })}</span>
          )}
        </span>
      ),
    },
    {
      key: "price",
      header: t("admin_courses.price_label"),
      align: "end",
      cell: ({ priceMinor, currency }) =>
        priceMinor === 0 ? t("admin_courses.free_of_charge") : <Money amount={{ minor: priceMinor, currency }} short />,
    },
  ];
}
