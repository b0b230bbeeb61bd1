import { notFound } from "next/navigation";
import { CourseView } from "#components/catalogue/course-view.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { getPricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import { loadCourseRules } from "#domain/rules/load-course-rules.ts";
import { courseMetadata, findCourse } from "../frame.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("admin_courses.preview_title"));

/** A course's page as it will be, for the school alone: the public page is kept for everybody and knows no drafts. */
export default async function PreviewPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const { office, read } = await findCourse(id);
  const course = await getPricedCoursePage(read, office.course.slug);
  if (!course) notFound();
  const base = `/admin/courses/${id}`;
  return (
    <>
      <Notice
        className="mb-6"
        title={t("admin_courses.preview_notice_title")}
        action={
          <a className="link" href={base}>
            {t("admin_courses.back_to_course_link")}
          </a>
        }
      >
        {t("admin_courses.preview_notice_words")}
      </Notice>
      <CourseView course={course} now={read.now} rules={await loadCourseRules(read, course.cohorts)} />
    </>
  );
}
