import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ENROLMENT_WORDS, stateLabel } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { type ClassMember, listClass } from "#domain/enrolments/list-class.ts";
import { AnswerList } from "#components/questions/answer-list.tsx";
import { type AnswerView, listCohortAnswers } from "#domain/questions/list-answers.ts";
import { findCourse } from "../../../frame.tsx";

type Props = { params: Promise<{ id: string; cohortId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, cohortId } = await params;
  const { office, read } = await findCourse(id);
  const name = (await getCohortOffice(read, id, cohortId))?.cohort.name;
  const parts = [getTranslator()("admin_courses.class_title"), name, office.course.title];
  return { title: parts.filter(Boolean).join(" · ") };
}

/** Who is in a cohort, on one sheet: a teacher prints it and takes it along. The shell leaves itself out on paper. */
export default async function ClassPage({ params }: Props) {
  const t = getTranslator();
  const { id, cohortId } = await params;
  const { office, read } = await findCourse(id);
  const found = await getCohortOffice(read, id, cohortId);
  if (!found) notFound();
  const { title, language } = office.course;
  const { name } = found.cohort;
  const members = await listClass(read, cohortId);
  const answers = await listCohortAnswers(read, cohortId);
  return (
    <>
      <PageHeader
        title={t("admin_courses.class_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: title, href: `/admin/courses/${id}`, language },
              { label: name, href: `/admin/courses/${id}/cohorts/${cohortId}`, language },
              { label: t("admin_courses.class_title") },
            ]}
          />
        }
        lede={
          <>
            <span {...writtenIn(language)}>
              {title} · {name}
            </span>
            {members.length > 0 && <> · {t("admin_courses.class_count", { count: members.length })}</>}
          </>
        }
      />
      {members.length === 0 ? (
        <EmptyState title={t("admin_courses.class_empty_title")} />
      ) : (
        <>
          <Members members={members} answers={answers} />
          <p className="mt-4 text-small print:hidden">
            <a className="link" href={`/admin/courses/${id}/cohorts/${cohortId}/class/answers.csv`} download>
              {t("questions.download_class_link")}
            </a>
          </p>
        </>
      )}
    </>
  );
}

function Members({ members, answers }: { members: ClassMember[]; answers: AnswerView[] }) {
  const t = getTranslator();
  const rows = members.map((member, place) => ({ ...member, number: place + 1 }));
  const hasEmails = members.some(({ email }) => email !== null);
  const answersOf = Map.groupBy(answers, ({ enrolmentId }) => enrolmentId);
  const hasMaterials = members.some(({ materials }) => materials > 0);
  const hasNotes = members.some(({ state }) => state !== "active");
  return (
    <Table
      caption={t("admin_courses.class_title")}
      rows={rows}
      rowKey={({ enrolmentId }) => enrolmentId}
      columns={[
        {
          key: "name",
          header: t("admin_courses.name_label"),
          long: true,
          cell: ({ number, name }) => (
            <>
              <span className="text-ink-soft tabular-nums">{t("admin_courses.class_number", { number })}</span>{" "}
              <span dir="auto">{name}</span>
            </>
          ),
        },
        ...(hasEmails
          ? [
              {
                key: "email",
                header: t("admin_courses.class_email"),
                cell: ({ email }: ClassMember) => <span className="[overflow-wrap:anywhere]">{email}</span>,
              },
            ]
          : []),
        ...(hasMaterials
          ? [
              {
                key: "progress",
                header: t("admin_courses.class_progress"),
                cell: ({ done, materials }: ClassMember) => (
                  <span className="num">{t("admin_courses.class_done_of", { done, materials })}</span>
                ),
              },
            ]
          : []),
        ...(answers.length > 0
          ? [
              {
                key: "answers",
                header: t("questions.answers_header"),
                cell: ({ enrolmentId }: ClassMember) => (
                  <AnswerList answers={answersOf.get(enrolmentId) ?? []} className="min-w-48 text-small" />
                ),
              },
            ]
          : []),
        ...(hasNotes
          ? [
              {
                key: "state",
                header: t("admin_courses.class_state"),
                cell: ({ state }: ClassMember) => (state === "active" ? "" : stateLabel(ENROLMENT_WORDS, state)),
              },
            ]
          : []),
      ]}
    />
  );
}
