import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, type ReactNode } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { COURSE_WORDS, StateBadge } from "#components/admin/states.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { type CourseOffice, getCourseOffice } from "#domain/courses/get-course-office.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The course that a page of the office is about. Somebody who may not see it finds nothing. */
export const findCourse = cache(async (courseId: string) => {
  await requirePermission("course.list", `/admin/courses/${courseId}`);
  const office = await getOfficeContext();
  const found = await getCourseOffice(office.read, courseId);
  if (!found) notFound();
  return { ...office, office: found };
});

/** The title of a page about a course: the part of it, if it is one, and the course. */
export async function courseMetadata(params: Promise<{ id: string }>, part?: string): Promise<Metadata> {
  const { title } = (await findCourse((await params).id)).office.course;
  return { title: part ? `${part} · ${title}` : title };
}

export type CourseTab = "details" | "cohorts" | "materials" | "usage" | "announcements" | "questions" | "staff";

type FrameProps = { office: CourseOffice; tab: CourseTab; children: ReactNode };

/** What the pages about one course share: its name, how it stands, and its parts. */
export function CourseFrame({ office: { course, counts, teachers }, tab, children }: FrameProps) {
  const t = getTranslator();
  const base = `/admin/courses/${course.id}`;
  const tabs = [
    { key: "details", href: base, label: t("admin_courses.details_tab") },
    { key: "cohorts", href: `${base}/cohorts`, label: t("admin_courses.cohorts_title"), count: counts.cohorts },
    { key: "materials", href: `${base}/materials`, label: t("admin_courses.materials_title"), count: counts.materials },
    { key: "questions", href: `${base}/questions`, label: t("questions.questions_title") },
    { key: "usage", href: `${base}/usage`, label: t("admin_usage.usage_title") },
    { key: "announcements", href: `${base}/announcements`, label: t("announcements.announcements_title") },
    { key: "staff", href: `${base}/staff`, label: t("admin_courses.teachers_title"), count: teachers.length },
  ];
  return (
    <>
      <PageHeader
        className="mb-3"
        title={<span {...writtenIn(course.language)}>{course.title}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: course.title, language: course.language },
            ]}
          />
        }
        lede={<StateBadge words={COURSE_WORDS} state={course.state} />}
        actions={
          course.state === "published" ? (
            <LinkButton href={`/courses/${course.slug}`} variant="quiet" size="s">
              {t("admin_courses.see_page_button")}
            </LinkButton>
          ) : (
            <LinkButton href={`${base}/preview`} variant="quiet" size="s">
              {t("admin_courses.preview_page_button")}
            </LinkButton>
          )
        }
      />
      <Tabs
        label={t("admin_courses.tabs_label")}
        className="mb-6"
        tabs={tabs.map(({ key, ...each }) => ({ ...each, current: key === tab }))}
      />
      {children}
    </>
  );
}
