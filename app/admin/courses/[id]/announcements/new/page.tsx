import type { SearchParams } from "#app/admin/_list/list.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { AnnouncementFieldsPart } from "#components/admin/announcement-parts.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ANNOUNCEMENT_AUDIENCES } from "#db/enums.ts";
import { ANNOUNCEMENT_LIMITS } from "#domain/announcements/inputs.ts";
import { listCohortChoices } from "#domain/courses/list-courses.ts";
import { isAllowed } from "#domain/policy.ts";
import { CourseFrame, courseMetadata, findCourse } from "../../frame.tsx";
import { draftAnnouncementAction } from "../actions.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("announcements.new_title"));

/** Something to all students of a course, or some. There is a preview before anybody gets it. */
export default async function NewAnnouncementPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const { office, read } = await findCourse(id);
  const teacherIds = office.teachers.map(({ userId }) => userId);
  await requirePermission("announcement.send", `/admin/courses/${id}/announcements/new`, { teacherIds });
  const { cohort, to } = await searchParams;
  const audience = ANNOUNCEMENT_AUDIENCES.find((each) => each === to);
  return (
    <CourseFrame office={office} tab="announcements">
      <Panel title={t("announcements.new_title")} className="max-w-[44rem]">
        <StateForm
          action={draftAnnouncementAction}
          values={{ courseId: office.course.id }}
          className="grid grid-cols-1 gap-5"
        >
          <AnnouncementFieldsPart
            cohorts={await listCohortChoices(read, office.course.id)}
            maySeeOrders={isAllowed(read.actor, "order.list")}
            limits={ANNOUNCEMENT_LIMITS}
            values={{ cohortId: typeof cohort === "string" ? cohort : "", audience: audience ?? "everyone" }}
          />
          <div>
            <SubmitButton pendingLabel={t("announcements.one_moment_pending")}>
              {t("announcements.preview_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </CourseFrame>
  );
}
