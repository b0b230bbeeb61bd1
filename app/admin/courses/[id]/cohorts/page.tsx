import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CohortRow, listCohorts } from "#domain/courses/get-course-office.ts";
import { CourseFrame, courseTitle, findCourse } from "../frame.tsx";

type Titled = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Titled) => courseTitle(params, "Cohorts");

export default async function CohortsPage({ params }: { params: Promise<{ id: string }> }) {
  const { office, read } = await findCourse((await params).id);
  const { course, may } = office;
  const cohorts = await listCohorts(read, course.id);
  const add = may.cohorts && (
    <LinkButton href={`/admin/courses/${course.id}/cohorts/new`} size="s">
      Add a cohort
    </LinkButton>
  );
  return (
    <CourseFrame office={office} tab="cohorts">
      {cohorts.length === 0 ? (
        <EmptyState icon="calendar" title="No cohort yet" action={add}>
          A cohort is one offering of the course: when it takes place, for how many, and for how much. Nobody can enrol
          without one.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex justify-end">{add}</div>
          <Table<CohortRow>
            caption="Cohorts of the course"
            columns={COLUMNS}
            rows={cohorts}
            rowKey={({ id }) => id}
            rowTone={({ state }) => (state === "cancelled" ? "muted" : "plain")}
          />
        </>
      )}
    </CourseFrame>
  );
}

const COLUMNS: Column<CohortRow>[] = [
  {
    key: "name",
    header: "Cohort",
    long: true,
    cell: ({ id, courseId, name, state }) => (
      <span className="flex flex-wrap items-center gap-2">
        <a href={`/admin/courses/${courseId}/cohorts/${id}`} className="font-[560] hover:underline">
          {name}
        </a>
        {state === "cancelled" && <Badge>Cancelled</Badge>}
      </span>
    ),
  },
  {
    key: "begins",
    header: "Begins",
    cell: ({ startsAt, timezone }) =>
      startsAt ? <DateTime instant={startsAt} timezone={timezone} /> : <span className="text-ink-faint">any time</span>,
  },
  { key: "meetings", header: "Meetings", align: "end", cell: ({ meetings }) => meetings },
  {
    key: "seats",
    header: "Seats",
    align: "end",
    cell: ({ taken, held, capacity }) => (
      <span>
        {taken} {capacity === null ? "taken" : `of ${capacity}`}
        {held > 0 && <span className="block text-tiny text-ink-faint">{held} held</span>}
      </span>
    ),
  },
  {
    key: "waiting",
    header: "Waiting",
    align: "end",
    cell: ({ waiting, offered }) => (
      <span>
        {waiting}
        {offered > 0 && <span className="block text-tiny text-ink-faint">{offered} offered</span>}
      </span>
    ),
  },
  {
    key: "price",
    header: "Price",
    align: "end",
    cell: ({ priceMinor, currency }) =>
      priceMinor === 0 ? "free" : <Money amount={{ minor: priceMinor, currency }} short />,
  },
];
