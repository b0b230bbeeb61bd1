import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Panel } from "#components/admin/panel.tsx";
import { CourseOpenings, OpeningList } from "#components/learning/opening-list.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { listOpenings } from "#domain/usage/list-openings.ts";
import { listStudentUsage } from "#domain/usage/list-student-usage.ts";

type Props = PageProps<"/admin/students/[id]/openings">;

const loadPerson = cache(async (id: string) => getPerson(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = getTranslator()("openings.openings_title");
  const person = await loadPerson((await params).id);
  return { title: person ? `${title} · ${person.name}` : title };
}

/** What a student has opened, and when. */
export default async function StudentOpeningsPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const path = `/admin/students/${id}/openings`;
  await requirePermission("student.list", path);
  const { read, timezone } = await getOfficeContext();
  const person = await loadPerson(id);
  if (!person) notFound();
  const { page } = await searchParams;
  const list = await listOpenings(read, id, parseTypedNumber(page) ?? 1);
  const byCourse = await listStudentUsage(read, id);
  const from = (list.page - 1) * list.pageSize + 1;
  const to = from + list.items.length - 1;
  return (
    <>
      <PageHeader
        title={t("openings.openings_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: person.name, href: `/admin/students/${id}` },
              { label: t("openings.openings_title") },
            ]}
          />
        }
      />
      {list.total === 0 && byCourse.length === 0 ? (
        <EmptyState icon="document" title={t("openings.nothing_recorded_title")} />
      ) : (
        <div className="grid max-w-3xl gap-5">
          {byCourse.length > 0 && (
            <Panel title={t("openings.by_course_title")}>
              <CourseOpenings rows={byCourse} timezone={timezone} />
            </Panel>
          )}
          {list.total > 0 && (
            <Panel title={t("openings.single_title")}>
              <OpeningList openings={list.items} timezone={timezone} />
              <Pagination
                className="mt-4"
                noun={t("openings.openings_noun")}
                from={from}
                to={to}
                total={list.isMore ? undefined : list.total}
                previous={list.page > 1 ? String(list.page - 1) : undefined}
                next={to < list.total ? String(list.page + 1) : undefined}
                href={(at) => `${path}?page=${at}`}
              />
            </Panel>
          )}
        </div>
      )}
    </>
  );
}
