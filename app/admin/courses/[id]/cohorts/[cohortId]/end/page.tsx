import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Panel } from "#components/admin/panel.tsx";
import { CohortEndingForm } from "#components/endings/cohort-ending-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Notice } from "#components/ui/notice.tsx";
import { getCohortEnding } from "#domain/checkout/get-cohort-ending.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { CourseFrame, findCourse } from "../../../frame.tsx";
import { cancelCohortAction } from "../../actions.ts";

type Props = PageProps<"/admin/courses/[id]/cohorts/[cohortId]/end">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await findCourse((await params).id);
  return { title: `${getTranslator()("endings.crumb")} · ${office.course.title}` };
}

/** Ends a whole cohort: the same form as for one order, for every place at once. */
export default async function EndCohortPage({ params }: Props) {
  const t = getTranslator();
  const { id, cohortId } = await params;
  const path = `/admin/courses/${id}/cohorts/${cohortId}`;
  await requirePermission("cohort.edit", path);
  const { office, read } = await findCourse(id);
  const found = await getCohortOffice(read, id, cohortId);
  if (!found) notFound();
  const { cohort } = found;
  return (
    <CourseFrame office={office} tab="cohorts">
      <h2 className="mb-4">{t("endings.cohort_title", { name: cohort.name })}</h2>
      {cohort.state === "open" ? (
        <Panel>
          <Form path={path} id={id} cohortId={cohortId} read={read} />
        </Panel>
      ) : (
        <Notice tone="warn" title={t("admin_courses.cohort_cancelled_title")}>
          <a className="link" href={`/admin/cancellations?cohort=${cohortId}`}>
            {t("endings.progress_link")}
          </a>
        </Notice>
      )}
    </CourseFrame>
  );
}

type FormProps = { path: string; id: string; cohortId: string; read: Awaited<ReturnType<typeof findCourse>>["read"] };

async function Form({ path, id, cohortId, read }: FormProps) {
  const ending = await getCohortEnding(read, cohortId);
  return (
    <CohortEndingForm
      ending={ending}
      recent={await getRecentSignIn(`${path}/end`)}
      isLarge={ending.totals.some((total) => isLargeRefund(total, read.rules))}
      action={cancelCohortAction}
      values={{ courseId: id, cohortId }}
    />
  );
}
