import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  toFilterValues,
  toSortParams,
  type SearchParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { OfficeList } from "#app/admin/_list/office-list.tsx";
import { StateBadge, stateOptions, type StateWords } from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { isAllowed } from "#domain/policy.ts";
import { listPeople, type PersonRow, type PersonStatus } from "#domain/students/list-people.ts";
import { STUDENT_LIST } from "./list.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_students.students_title") };
}

const STATUSES = {
  active: { label: "admin_students.may_sign_in_state", tone: "neutral" },
  disabled: { label: "admin_students.disabled_state", tone: "bad" },
  unverified: { label: "admin_students.unconfirmed_state", tone: "warn" },
} as const satisfies StateWords<PersonStatus>;

export default async function StudentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("student.list", STUDENT_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(STUDENT_LIST, await searchParams);
  const list = await listPeople(read, toFilterValues(STUDENT_LIST, state.filters, timezone), state.view);
  const frame = listFrame(STUDENT_LIST, state, list);
  const { filters } = state;
  return (
    <OfficeList
      title={t("admin_students.students_title")}
      actions={
        <>
          {isAllowed(read.actor, "student.import") && (
            <LinkButton size="s" variant="quiet" href="/admin/students/import">
              {t("admin_students.import_button")}
            </LinkButton>
          )}
          {isAllowed(read.actor, "student.create") && (
            <LinkButton size="s" href="/admin/students/new">
              {t("admin_students.new_student_title")}
            </LinkButton>
          )}
        </>
      }
      otherExports={
        isAllowed(read.actor, "student.import")
          ? [
              { label: t("admin_students.export_own_label"), href: "/admin/students/matricula.csv" },
              { label: t("admin_students.export_moodle_label"), href: "/admin/students/moodle.csv" },
              { label: t("admin_students.export_oneroster_label"), href: "/admin/students/oneroster.zip" },
            ]
          : []
      }
      noun={t("admin_students.people_noun")}
      counted={t("admin_students.people_counted", { count: frame.total })}
      lede={t("admin_students.students_lede")}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={STUDENT_LIST.path}
          keep={toSortParams(STUDENT_LIST, state)}
          fields={[
            { kind: "text", label: t("admin_students.name_or_address_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("admin_students.status_label"),
              name: "status",
              value: filters.status,
              all: t("admin_students.any_status"),
              options: stateOptions(STATUSES),
            },
            {
              kind: "choice",
              label: t("admin_students.who_label"),
              name: "who",
              value: filters.who,
              all: t("admin_students.who_everybody"),
              options: [
                { value: "students", label: t("admin_students.not_in_team") },
                { value: "team", label: t("admin_students.in_team") },
              ],
            },
            { kind: "day", label: t("admin_students.joined_from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_students.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{
        title: t("admin_students.empty_title"),
        words: t("admin_students.empty_words"),
      }}
    >
      <Table<PersonRow>
        caption={t("admin_students.students_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        rowTone={({ disabledAt }) => (disabledAt ? "muted" : "plain")}
        {...toTableSort(STUDENT_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<PersonRow>[] {
  const t = getTranslator();
  return [
    {
      key: "name",
      header: t("admin_students.name_label"),
      long: true,
      sortable: true,
      cell: ({ id, name }) => (
        <a href={`/admin/students/${id}`} className="font-[560] hover:underline">
          {name}
        </a>
      ),
    },
    {
      key: "email",
      header: t("admin_students.email_label"),
      long: true,
      cell: ({ email }) => formatEmail(email),
    },
    {
      key: "status",
      header: t("admin_students.status_label"),
      cell: ({ disabledAt, verifiedAt }) => {
        const unlessDisabled = verifiedAt ? "active" : "unverified";
        return <StateBadge words={STATUSES} state={disabledAt ? "disabled" : unlessDisabled} />;
      },
    },
    {
      key: "enrolments",
      header: t("admin_students.enrolments_title"),
      align: "end",
      cell: ({ enrolments }) => enrolments,
    },
    {
      key: "created",
      header: t("admin_students.joined_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
    },
  ];
}
