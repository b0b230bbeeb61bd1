import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { TranslationFields } from "#components/admin/translation-fields.tsx";
import { FormLocalTime } from "#components/forms/local-time-field.tsx";
import { FormCheckbox, FormInput, FormTextArea } from "#components/forms/state-form.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { MEETING_PARTS } from "#domain/courses/edit-meeting.ts";
import { listMeetingWarnings } from "#domain/courses/list-meeting-warnings.ts";
import { LENGTHS } from "#domain/courses/inputs.ts";
import { MEETING_TEXTS } from "#domain/courses/course-texts.ts";
import { getTranslationVersion } from "#domain/courses/merge-translation.ts";
import type { Cohort, Course } from "#domain/courses/machine.ts";
import type { Meeting } from "#domain/courses/sync-meetings.ts";
import { listLanguages } from "#messages/page-path.ts";
import { addMeetingAction, editMeetingAction, removeMeetingAction, translateMeetingAction } from "../actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type MeetingsProps = { course: Course; cohort: Cohort; meetings: Meeting[]; mayEdit: boolean };

/** The dated hours of a cohort, in its own timezone. */
export function Meetings({ course, cohort, meetings, mayEdit }: MeetingsProps) {
  const t = getTranslator();
  const at = { courseId: course.id, cohortId: cohort.id };
  return (
    <Panel
      title={t("admin_courses.meetings_title")}
      aside={<span className="text-ink-soft">{cohort.timezone.replaceAll("_", " ")}</span>}
    >
      {meetings.length === 0 && <p className="text-ink-soft">{t("admin_courses.no_meetings")}</p>}
      <ul>
        {meetings.map((meeting) => (
          <li
            key={meeting.id}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-rule py-2.5"
          >
            <div className="min-w-0">
              <p className="num font-[540]">
                <DateTime instant={meeting.startsAt} timezone={cohort.timezone} showZone={false} />–
                <DateTime instant={meeting.endsAt} timezone={cohort.timezone} form="time" showZone={false} />
              </p>
              <p className="text-small text-ink-soft">
                {[meeting.title, meeting.place, meeting.link].filter(Boolean).join(" · ") ||
                  t("admin_courses.meeting_without_title")}
              </p>
              {listMeetingWarnings(cohort, meeting).map((warning) => (
                <p key={warning.key} className="text-small text-warn">
                  {t.format(warning)}
                </p>
              ))}
            </div>
            <div className="flex flex-wrap items-start gap-2">
              <LinkButton variant="quiet" size="s" href={`/admin/meetings/${meeting.id}`}>
                {t("attendance.attendance_title")}
              </LinkButton>
              {mayEdit && (
                <EditMeeting
                  at={at}
                  course={course}
                  cohort={cohort}
                  meeting={meeting}
                  alike={countAlike(meetings, meeting)}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
      {mayEdit && (
        <div className="mt-4">
          <FoldedForm
            trigger={t("admin_courses.add_meetings_button")}
            close={t("admin_courses.not_now_button")}
            action={addMeetingAction}
            values={{ ...at, timezone: cohort.timezone }}
          >
            <MeetingFields id="new" timezone={cohort.timezone} place={cohort.place} />
            <FormInput
              id="new-weeks"
              name="weeks"
              label={t("admin_courses.weeks_label")}
              hint={t("admin_courses.weeks_hint")}
              type="number"
              min={1}
              max={52}
              defaultValue="1"
              required
            />
            <div>
              <SubmitButton size="s">{t("admin_courses.add_button")}</SubmitButton>
            </div>
          </FoldedForm>
        </div>
      )}
    </Panel>
  );
}

type At = { courseId: string; cohortId: string };
/** `alike`: how many other meetings of the cohort say the same. */
type EditProps = { at: At; course: Course; cohort: Cohort; meeting: Meeting; alike: number };

const countAlike = (meetings: Meeting[], meeting: Meeting) =>
  meetings.filter((each) => MEETING_TEXTS.every((text) => each[text] === meeting[text])).length - 1;

function EditMeeting({ at, course, cohort, meeting, alike }: EditProps) {
  const t = getTranslator();
  const { timezone } = cohort;
  const values = { ...at, meetingId: meeting.id };
  return (
    <div className="flex flex-wrap items-start gap-2">
      <FoldedForm
        trigger={t("admin_courses.change_button")}
        action={editMeetingAction}
        values={{ ...values, timezone, seen: getEditVersion(meeting, MEETING_PARTS) }}
      >
        <MeetingFields id={meeting.id} timezone={timezone} meeting={meeting} place="" />
        <div>
          <SubmitButton size="s">{t("admin_courses.save_button")}</SubmitButton>
        </div>
      </FoldedForm>
      <Translations at={at} course={course} cohort={cohort} meeting={meeting} alike={alike} />
      <Ask
        id={`remove-${meeting.id}`}
        trigger={t("admin_courses.take_out_button")}
        title={t("admin_courses.remove_meeting_title")}
        confirmLabel={t("admin_courses.confirm_take_out_button")}
        why={false}
        action={removeMeetingAction}
        values={values}
      >
        {t("admin_courses.remove_meeting_words")}
      </Ask>
    </div>
  );
}

/** The meeting's texts in each language that the school speaks and its course was not written in. Where nothing is written, or the cohort says it, nothing is asked. */
function Translations({ at, course, cohort, meeting, alike }: EditProps) {
  const t = getTranslator();
  const { id, translations } = meeting;
  const others = listLanguages().filter(({ language }) => language !== course.language || translations?.[language]);
  return others.map(({ language, name }) => {
    const texts = translations?.[language];
    const fields = [
      { name: "title", label: t("admin_courses.title_label"), maxLength: LENGTHS.title },
      { name: "place", label: t("admin_courses.place_label"), maxLength: LENGTHS.place },
      { name: "note", label: t("admin_courses.note_label"), maxLength: LENGTHS.meetingNote, rows: 2 },
    ] as const;
    const isAsked = (field: (typeof fields)[number]["name"]) =>
      texts?.[field] || (meeting[field] !== "" && !(field === "place" && meeting.place === cohort.place));
    const written = fields.filter((field) => isAsked(field.name));
    if (written.length === 0) return null;
    const seen = getTranslationVersion(translations, MEETING_TEXTS, language);
    return (
      <FoldedForm
        key={language}
        trigger={t("admin_courses.in_language_title", { language: name })}
        action={translateMeetingAction}
        values={{ ...at, meetingId: id, language, seen }}
      >
        <TranslationFields id={`${id}-${language}`} language={language} texts={texts} fields={written} />
        {alike > 0 && (
          <FormCheckbox
            id={`${id}-${language}-alike`}
            name="alike"
            label={t("admin_courses.alike_meetings_label", { count: alike })}
            defaultChecked
          />
        )}
        <div>
          <SubmitButton size="s">{t("admin_courses.save_button")}</SubmitButton>
        </div>
      </FoldedForm>
    );
  });
}

type FieldsProps = { id: string; timezone: string; meeting?: Meeting; place: string };

function MeetingFields({ id, timezone, meeting, place }: FieldsProps) {
  const t = getTranslator();
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormLocalTime
          id={`${id}-startsAt`}
          name="startsAt"
          label={t("admin_courses.begins_label")}
          timezone={timezone}
          instant={meeting?.startsAt}
          required
        />
        <FormLocalTime
          id={`${id}-endsAt`}
          name="endsAt"
          label={t("admin_courses.ends_label")}
          timezone={timezone}
          instant={meeting?.endsAt}
          required
        />
        <FormInput
          id={`${id}-title`}
          name="title"
          label={t("admin_courses.title_label")}
          maxLength={300}
          defaultValue={meeting?.title}
          optional
        />
        <FormInput
          id={`${id}-place`}
          name="place"
          label={t("admin_courses.place_label")}
          maxLength={200}
          defaultValue={meeting?.place ?? place}
          optional
        />
      </div>
      <FormInput
        id={`${id}-link`}
        name="link"
        label={t("admin_courses.link_label")}
        type="url"
        hint={t("admin_courses.meeting_link_hint")}
        maxLength={2000}
        defaultValue={meeting?.link}
        optional
      />
      <FormTextArea
        id={`${id}-note`}
        name="note"
        label={t("admin_courses.note_label")}
        rows={2}
        maxLength={2000}
        defaultValue={meeting?.note}
        optional
      />
    </>
  );
}
