import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { FocusPage } from "#app/_layout/shells.tsx";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { ATTENDANCE_WORDS } from "#components/attendance/attendance-words.ts";
import { Hours } from "#components/learning/hours.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type CheckInView, getCheckIn } from "#domain/attendance/get-check-in.ts";
import { isCheckInPass } from "#domain/attendance/room-code.ts";
import { runtime } from "#runtime";
import { PASS_COOKIE } from "../pass-cookie.ts";
import { checkInAction } from "./actions.ts";

type Props = PageProps<"/check-in/[meetingId]">;

export function generateMetadata(): Metadata {
  return { title: getTranslator()("attendance.check_in_title"), robots: { index: false } };
}

/** Where a student says that they are in the room, after they have scanned the code there. */
export default async function CheckInPage({ params }: Props) {
  const t = getTranslator();
  const { meetingId } = await params;
  const who = await requireViewer(`/check-in/${meetingId}`);
  const read = await getPageReadCtx();
  const view = await getCheckIn(read, { meetingId, studentId: who.userId });
  if (!view) notFound();
  const pass = (await cookies()).get(PASS_COOKIE)?.value ?? "";
  const hasPass = isCheckInPass(runtime().secret, meetingId, pass, read.now);
  const { meeting } = view;
  return (
    <FocusPage width="narrow" unhydrated>
      <PageHeader
        title={t("attendance.check_in_title")}
        lede={
          <>
            <span {...writtenIn(meeting.language)} className="block">
              {[meeting.courseTitle, meeting.cohortName, meeting.title].filter(Boolean).join(" · ")}
            </span>
            <Hours
              {...meeting}
              viewer={{ timezone: who.timezone, schoolTimezone: await schoolTimezone(), now: read.now }}
            />
          </>
        }
      />
      <Answer view={view} hasPass={hasPass} />
      <p className="mt-6 text-small">
        <a className="link" href={`/learning/${meeting.courseSlug}`}>
          {t("attendance.to_course_link")}
        </a>
      </p>
    </FocusPage>
  );
}

function Answer({ view, hasPass }: { view: CheckInView; hasPass: boolean }) {
  const t = getTranslator();
  if (view.elsewhere) return <Notice tone="warn">{t("refusals.check_in_elsewhere", view.elsewhere)}</Notice>;
  const { meeting, checkIn, opensAt, state } = view;
  if (state) {
    const { label, tone } = ATTENDANCE_WORDS[state];
    const words = t("attendance.you_are_marked", { state: t(label) });
    return <Notice tone={tone === "neutral" ? "info" : tone} title={words} />;
  }
  if (checkIn === "early") {
    const at = formatInstant(opensAt, { timezone: meeting.timezone });
    return <Notice tone="info">{t("attendance.check_in_opens", { at })}</Notice>;
  }
  if (checkIn === "over") return <Notice tone="warn">{t("refusals.check_in_over")}</Notice>;
  if (!hasPass) return <Notice tone="warn">{t("attendance.scan_code")}</Notice>;
  return (
    <form action={checkInAction}>
      <input type="hidden" name="meetingId" value={meeting.id} />
      <SubmitButton full pendingLabel={t("attendance.checking_in")}>
        {t("attendance.check_in_button")}
      </SubmitButton>
    </form>
  );
}
