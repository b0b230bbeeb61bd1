import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { isAllowed } from "#domain/policy.ts";
import { listPeople, type PersonRow } from "#domain/students/list-people.ts";
import { STUDENT_LIST, studentFilters } from "./list.ts";

export const metadata: Metadata = { title: "Students" };

const STANDINGS = [
  { value: "active", label: "May sign in" },
  { value: "disabled", label: "Disabled" },
  { value: "unverified", label: "Address not confirmed" },
];

const WHO = [
  { value: "students", label: "Not in the team" },
  { value: "team", label: "In the team" },
];

export default async function StudentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("student.list", STUDENT_LIST.path);
  const { read, timezone } = await officeRead();
  const state = readList(STUDENT_LIST, await searchParams);
  const list = await listPeople(read, studentFilters(state, timezone), state.view);
  const frame = listFrame(STUDENT_LIST, state, list);
  const { filters } = state;
  return (
    <StaffPage here={STUDENT_LIST.path}>
      <ListPage
        title="Students"
        actions={
          isAllowed(read.actor, "student.create") && (
            <LinkButton size="s" href="/admin/students/new">
              New student
            </LinkButton>
          )
        }
        noun="people"
        lede="Everybody with an account. Colleagues can take courses too."
        frame={frame}
        filters={
          <FilterBar
            {...frame}
            path={STUDENT_LIST.path}
            keep={saidOrder(STUDENT_LIST, state)}
            fields={[
              { kind: "text", label: "Name or address", name: "q", value: filters.q },
              {
                kind: "choice",
                label: "Standing",
                name: "standing",
                value: filters.standing,
                all: "Any standing",
                options: STANDINGS,
              },
              { kind: "choice", label: "Who", name: "who", value: filters.who, all: "Everybody", options: WHO },
              { kind: "day", label: "Joined from", name: "from", value: filters.from },
              { kind: "day", label: "To", name: "to", value: filters.to },
            ]}
          />
        }
        empty={{ title: "Nobody yet", words: "People appear here as soon as they sign up or enrol." }}
      >
        <Table<PersonRow>
          caption="Students"
          columns={columns(timezone)}
          rows={list.items}
          rowKey={({ id }) => id}
          rowTone={({ disabledAt }) => (disabledAt ? "muted" : "plain")}
          {...tableOrder(STUDENT_LIST, state)}
        />
      </ListPage>
    </StaffPage>
  );
}

function columns(timezone: string): Column<PersonRow>[] {
  return [
    {
      key: "name",
      header: "Name",
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
      header: "Address",
      long: true,
      cell: ({ email }) => formatEmail(email),
    },
    {
      key: "standing",
      header: "Standing",
      cell: ({ disabledAt, verifiedAt }) => {
        if (disabledAt) return <Badge tone="bad">Disabled</Badge>;
        return verifiedAt ? <Badge>May sign in</Badge> : <Badge tone="warn">Address not confirmed</Badge>;
      },
    },
    { key: "places", header: "Places", align: "end", cell: ({ places }) => places },
    {
      key: "created",
      header: "Joined",
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
    },
  ];
}
