import { notFound } from "next/navigation";
import { cache } from "react";
import {
  AnnouncementFieldsPart,
  AnnouncementStateBadge,
  audienceWords,
} from "#components/admin/announcement-parts.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { MailLetter } from "#components/mail/mail-letter.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type AnnouncementView, getAnnouncement } from "#domain/announcements/get-announcement.ts";
import { ANNOUNCEMENT_LIMITS } from "#domain/announcements/inputs.ts";
import { listCohortChoices } from "#domain/courses/list-courses.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { isAllowed } from "#domain/policy.ts";
import { getMailContext } from "#services/mail/mail-context.ts";
import { CourseFrame, courseMetadata, findCourse } from "../../frame.tsx";
import { discardAnnouncementAction, editAnnouncementAction, sendAnnouncementAction } from "../actions.ts";

type Props = { params: Promise<{ id: string; announcementId: string }> };

const loadAnnouncement = cache(async (id: string, announcementId: string) => {
  const { office, read, timezone } = await findCourse(id);
  const view = await getAnnouncement(read, announcementId, getMailContext());
  return { office, read, timezone, view: view?.announcement.courseId === office.course.id ? view : undefined };
});

export async function generateMetadata({ params }: Props) {
  const { id, announcementId } = await params;
  const { view } = await loadAnnouncement(id, announcementId);
  return courseMetadata(params, view?.announcement.subject ?? getTranslator()("announcements.announcements_title"));
}

/** An announcement: a draft with what its readers would get, and the button that sends it; afterwards, what they got. */
export default async function AnnouncementPage({ params }: Props) {
  const t = getTranslator();
  const { id, announcementId } = await params;
  const { office, read, timezone, view } = await loadAnnouncement(id, announcementId);
  if (!view) notFound();
  const { announcement, preview, maySend } = view;
  const isDraft = announcement.state === "draft";
  return (
    <CourseFrame office={office} tab="announcements">
      <Columns aside={<Facts view={view} language={office.course.language} timezone={timezone} />}>
        <Panel
          title={preview ? t("announcements.preview_title", { name: isolateText(preview.name) }) : announcement.subject}
        >
          {preview ? (
            <MailLetter mail={{ letter: preview.letter, isVeiled: false, isRewritten: false }} />
          ) : (
            <Notice tone="warn" title={t("announcements.nobody_title")} />
          )}
        </Panel>
        {isDraft && maySend && (
          <FoldedForm
            id="edit"
            trigger={t("announcements.edit_button")}
            action={editAnnouncementAction}
            values={{ announcementId: announcement.id, courseId: office.course.id }}
          >
            <AnnouncementFieldsPart
              cohorts={await listCohortChoices(read, office.course.id)}
              maySeeOrders={isAllowed(read.actor, "order.list")}
              limits={ANNOUNCEMENT_LIMITS}
              values={{ ...announcement, cohortId: announcement.cohortId ?? "" }}
            />
            <div>
              <SubmitButton pendingLabel={t("announcements.one_moment_pending")}>
                {t("announcements.preview_button")}
              </SubmitButton>
            </div>
          </FoldedForm>
        )}
      </Columns>
    </CourseFrame>
  );
}

function Facts({ view, language, timezone }: { view: AnnouncementView; language: string; timezone: string }) {
  const t = getTranslator();
  const { announcement, cohortName, authorName, recipients, waiting, maySend } = view;
  const isDraft = announcement.state === "draft";
  const values = { announcementId: announcement.id, courseId: announcement.courseId };
  const rows = [
    { term: t("announcements.state"), value: <AnnouncementStateBadge state={announcement.state} /> },
    { term: t("announcements.to"), value: audienceWords(announcement.audience) },
    {
      term: t("announcements.cohort_label"),
      value: cohortName === null ? t("announcements.all_cohorts") : <span {...writtenIn(language)}>{cohortName}</span>,
    },
    { term: isDraft ? t("announcements.recipients") : t("announcements.mails"), value: formatNumber(recipients) },
    ...(waiting > 0 ? [{ term: t("announcements.waiting"), value: formatNumber(waiting) }] : []),
    { term: t("announcements.author"), value: authorName },
    ...(announcement.sentAt
      ? [
          {
            term: t("announcements.sent_at"),
            value: <DateTime instant={announcement.sentAt} timezone={timezone} showZone={false} />,
          },
        ]
      : []),
  ];
  return (
    <Panel title={t("announcements.announcement_title")}>
      <DescriptionList items={rows} />
      {isDraft && maySend && (
        <div className="mt-5 grid gap-3">
          {recipients > 0 && (
            <>
              <StateForm action={sendAnnouncementAction} values={values} className="grid gap-3">
                <div>
                  <SubmitButton pendingLabel={t("announcements.one_moment_pending")}>
                    {t("announcements.send_button")}
                  </SubmitButton>
                </div>
              </StateForm>
              <p className="text-small text-ink-soft">{t("announcements.who_gets_it_hint", { count: recipients })}</p>
            </>
          )}
          <Ask
            id="discard"
            trigger={t("announcements.discard_button")}
            title={t("announcements.discard_title")}
            confirmLabel={t("announcements.discard_button")}
            why={false}
            tone="quiet"
            action={discardAnnouncementAction}
            values={values}
          >
            {t("announcements.discard_words")}
          </Ask>
        </div>
      )}
      {waiting > 0 && <p className="mt-4 text-small text-ink-soft">{t("announcements.waiting_words")}</p>}
      {announcement.state === "sending" && (
        <p className="mt-4 text-small text-ink-soft">{t("announcements.sending_words")}</p>
      )}
    </Panel>
  );
}
