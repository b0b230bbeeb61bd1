import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AttendanceScript, WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { EarlyNotice } from "#components/attendance/roster-view.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { QrCode } from "#components/ui/qr-code.tsx";
import { createCheckInCode, getCodeLeftMs } from "#domain/attendance/room-code.ts";
import { runtime } from "#runtime";
import { findRoster } from "../../find-roster.ts";

type Props = PageProps<"/admin/meetings/[id]/code">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { meeting } = (await findRoster((await params).id)).roster;
  return { title: `${getTranslator()("attendance.code_title")} · ${meeting.courseTitle}` };
}

/** The code that students scan in the room. Only who may mark sees it. */
export default async function CodePage({ params }: Props) {
  const t = getTranslator();
  const { roster, read } = await findRoster((await params).id);
  if (!roster.mayMark) notFound();
  const { meeting, students, counts } = roster;
  const { secret, config } = runtime();
  const address = `${config.url}/check-in/${meeting.id}/${createCheckInCode(secret, meeting.id, read.now)}`;
  const here = t("attendance.here_count", { here: counts.present + counts.late, students });
  return (
    <>
      <WithoutNextScripts />
      <AttendanceScript />
      <PageHeader
        title={t("attendance.code_title")}
        lede={[meeting.courseTitle, meeting.title].filter(Boolean).join(" · ")}
        actions={
          <LinkButton variant="quiet" size="s" href={`/admin/meetings/${meeting.id}`}>
            {t("attendance.back_to_roster_link")}
          </LinkButton>
        }
      />
      {roster.checkIn === "early" && <EarlyNotice roster={roster} />}
      {roster.checkIn === "over" && <Notice tone="info">{t("attendance.code_over")}</Notice>}
      {roster.checkIn === "open" && (
        <>
          <live-part data-left-ms={getCodeLeftMs(read.now)}>
            <div className="mx-auto w-full max-w-[min(34rem,72dvh)]">
              <QrCode text={address} label={t("attendance.code_label")} />
            </div>
            <p className="mt-4 text-center">{t("attendance.code_words")}</p>
            <p className="num mt-1 text-center text-small text-ink-soft">{here}</p>
          </live-part>
          {/* Not by itself: a page that loads itself again takes a reader's place on it away (WCAG 2.2.1). */}
          <noscript>
            <p className="mt-4 text-center">
              <a className="link" href={`/admin/meetings/${meeting.id}/code`}>
                {t("attendance.new_code_link")}
              </a>
            </p>
          </noscript>
        </>
      )}
    </>
  );
}
