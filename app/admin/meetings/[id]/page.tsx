import type { Metadata } from "next";
import { AttendanceScript, WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { EarlyNotice, RosterView } from "#components/attendance/roster-view.tsx";
import { spanWords, zoneName } from "#components/learning/hours.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { findRoster, readRosterAddress } from "../find-roster.ts";

type Props = PageProps<"/admin/meetings/[id]">;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { only, page } = readRosterAddress(await searchParams);
  const { meeting } = (await findRoster((await params).id, only, page)).roster;
  return { title: `${getTranslator()("attendance.attendance_title")} · ${meeting.courseTitle}` };
}

/** Who is at a meeting: the teacher's page during it, made for a phone. */
export default async function RosterPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { only, page } = readRosterAddress(await searchParams);
  const { roster, read, viewer } = await findRoster((await params).id, only, page);
  const { meeting } = roster;
  const course = `/admin/courses/${meeting.courseId}`;
  return (
    <>
      <WithoutNextScripts />
      <AttendanceScript />
      <PageHeader
        title={t("attendance.attendance_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: meeting.courseTitle, href: course, language: meeting.language },
              {
                label: meeting.cohortName,
                href: `${course}/cohorts/${meeting.cohortId}`,
                language: meeting.language,
              },
              { label: t("attendance.attendance_title") },
            ]}
          />
        }
        lede={
          <>
            {meeting.title && (
              <span {...writtenIn(meeting.language)} className="block">
                {meeting.title}
              </span>
            )}
            <span className="num">{spanWords(meeting, meeting.timezone, read.now)}</span>{" "}
            <span className="text-ink-faint">{zoneName(meeting.timezone)}</span>
          </>
        }
        actions={
          roster.mayMark && roster.checkIn === "open" ? (
            <LinkButton href={`/admin/meetings/${meeting.id}/code`}>{t("attendance.show_code_button")}</LinkButton>
          ) : undefined
        }
      />
      {roster.checkIn === "early" && (
        <div className="mb-4">
          <EarlyNotice roster={roster} />
        </div>
      )}
      <RosterView roster={roster} only={only} viewerId={viewer.userId} />
      <p className="mt-6 text-small">
        <a className="link" href={`${course}/cohorts/${meeting.cohortId}/attendance.csv`} download>
          {t("attendance.export_link")}
        </a>
      </p>
    </>
  );
}
