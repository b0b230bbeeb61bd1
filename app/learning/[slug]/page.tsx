import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getCurrentActor, getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { BesideCourse, hasDates } from "#components/learning/beside-course.tsx";
import { ClosedCourse } from "#components/learning/closed-course.tsx";
import { CohortMeetings } from "#components/learning/cohort-meetings.tsx";
import { RenewalPart } from "#components/learning/renewal-part.tsx";
import { Materials } from "#components/learning/materials.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listOwnAttendance } from "#domain/attendance/list-own-attendance.ts";
import { listCourseEnrolments } from "#domain/learning/list-course-enrolments.ts";
import { type CourseInside, getCourseInside } from "#domain/learning/get-course-inside.ts";
import { getRenewal } from "#domain/learning/get-renewal.ts";
import { getReceipt, type Receipt as ReceiptView } from "#domain/learning/get-receipt.ts";
import { renewAction, withdrawRenewalAction } from "./renew/actions.ts";
import { recordOpeningLater } from "../record-opening-later.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = PageProps<"/learning/[slug]">;

const doorTo = cache(async (slug: string) => getCourseInside(await getPageReadCtx(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const door = await doorTo((await params).slug);
  const title = door && ("open" in door ? door.open.title : door.closed.title);
  return {
    title: title ? t("learning.course_title", { title }) : t("learning.my_learning_title"),
    robots: { index: false },
  };
}

const myLearning = () => ({ label: getTranslator()("learning.my_learning_title"), href: "/learning" });

/** A course from the inside. Who has no place learns why not, where that may be said. */
export default async function InsideCoursePage({ params, searchParams }: Props) {
  const { slug } = await params;
  const who = await requireViewer(`/learning/${slug}`);
  const door = await doorTo(slug);
  if (!door) notFound();
  if ("closed" in door) {
    const t = getTranslator();
    const renewal = door.closed.reason === "ended" ? await getRenewal(await getPageReadCtx(), slug) : undefined;
    return (
      <SitePage current="learning">
        <PageHeader
          title={<span {...writtenIn(door.closed.titleLanguage)}>{door.closed.title}</span>}
          above={
            <Breadcrumbs crumbs={[myLearning(), { label: door.closed.title, language: door.closed.titleLanguage }]} />
          }
        />
        {renewal ? (
          <>
            <h2 className="mb-5">{t("learning.titles_ended")}</h2>
            <RenewalPart
              renewal={renewal}
              schoolTimezone={await schoolTimezone()}
              actions={{ renew: renewAction, withdraw: withdrawRenewalAction }}
            />
          </>
        ) : (
          <ClosedCourse closed={door.closed} />
        )}
      </SitePage>
    );
  }
  const course = door.open;
  recordOpeningLater(await getCurrentActor(), course.access, { courseId: course.id });
  const { welcome } = await searchParams;
  return (
    <SitePage current="learning">
      {typeof welcome === "string" && <Welcome code={welcome} course={course} />}
      <PageHeader
        title={<span {...writtenIn(course.textLanguages.title)}>{course.title}</span>}
        above={<Breadcrumbs crumbs={[myLearning(), { label: course.title, language: course.textLanguages.title }]} />}
        lede={course.summary && <span {...writtenIn(course.textLanguages.summary)}>{course.summary}</span>}
      />
      <Inside course={course} viewerId={who.userId} viewerTimezone={who.timezone} />
    </SitePage>
  );
}

type InsideProps = { course: CourseInside; viewerId: string; viewerTimezone: string };

async function Inside({ course, viewerId, viewerTimezone }: InsideProps) {
  const read = await getPageReadCtx();
  const attendance = await listOwnAttendance(read, { studentId: viewerId, courseId: course.id });
  const viewer = { timezone: viewerTimezone, schoolTimezone: await schoolTimezone(), now: read.now };
  const enrolments = await listCourseEnrolments(read, course.slug);
  return (
    <div className="grid gap-x-14 gap-y-9 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="lg:col-start-2 lg:row-start-1">
        <BesideCourse course={course} schoolTimezone={viewer.schoolTimezone} now={viewer.now} />
        <div className="mt-5 grid justify-items-start gap-3">
          {enrolments
            .filter(({ isCertified }) => isCertified)
            .map(({ enrolmentId, cohortName }) => (
              <a key={enrolmentId} className="link text-small" href={`/certificates/mine/${enrolmentId}`}>
                {enrolments.length > 1
                  ? getTranslator()("certificates.course_link_of", { cohort: cohortName })
                  : getTranslator()("certificates.course_link")}
              </a>
            ))}
          {enrolments.length > 0 && (
            <a className="link text-small" href={`/learning/${course.slug}/enrolment`}>
              {getTranslator()("learning.your_enrolment_link")}
            </a>
          )}
        </div>
      </div>
      <div className="grid min-w-0 content-start gap-11 lg:col-start-1 lg:row-start-1">
        <Materials course={course} />
        {course.cohorts.map((cohort) => (
          <CohortMeetings key={cohort.id} cohort={cohort} viewer={viewer} attendance={attendance} />
        ))}
      </div>
    </div>
  );
}

function welcomeWords({ lines }: ReceiptView, title: string): string {
  const t = getTranslator();
  const move = lines.find(({ kind }) => kind === "move");
  if (move) return t("learning.moved_title", { cohort: move.cohortName });
  return lines.some(({ kind }) => kind === "renewal")
    ? t("learning.renewed_title", { title })
    : t("learning.welcome_title", { title });
}

/** Right after enrolling: the receipt, and the dates for the calendar. */
async function Welcome({ code, course }: { code: string; course: CourseInside }) {
  const t = getTranslator();
  const receipt = await getReceipt(await getPageReadCtx(), code);
  if (!receipt) return null;
  const dated = course.cohorts.find(hasDates);
  return (
    <Notice tone="ok" title={welcomeWords(receipt, course.title)} className="mb-7">
      <p className="mt-0.5 flex flex-wrap gap-x-5 gap-y-1">
        <a className="link" href={`/orders/${receipt.code}`}>
          {t.rich(receipt.totalMinor > 0 ? "learning.receipt_for_order" : "learning.confirmation_for_order", {
            code: receipt.code,
            num: (children) => <span className="num">{children}</span>,
          })}
        </a>
        {dated && (
          <a className="link" href={`/calendar/${dated.id}.ics`} download>
            {t("learning.put_the_dates_into_your_calendar")}
          </a>
        )}
      </p>
    </Notice>
  );
}
