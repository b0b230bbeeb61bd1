import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormLocalTime } from "#components/forms/local-time-field.tsx";
import { FormInput, FormTextArea } from "#components/forms/state-form.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { MEETING_PARTS } from "#domain/courses/edit-meeting.ts";
import type { Cohort } from "#domain/courses/machine.ts";
import type { Meeting } from "#domain/courses/sync-meetings.ts";
import { addMeetingAction, editMeetingAction, removeMeetingAction } from "../actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type MeetingsProps = { courseId: string; cohort: Cohort; meetings: Meeting[]; mayEdit: boolean };

/** The dated hours of a cohort, in its own timezone. */
export function Meetings({ courseId, cohort, meetings, mayEdit }: MeetingsProps) {
  const t = getTranslator();
  const at = { courseId, cohortId: cohort.id };
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
            </div>
            {mayEdit && <EditMeeting at={at} meeting={meeting} timezone={cohort.timezone} />}
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

type EditProps = { at: { courseId: string; cohortId: string }; meeting: Meeting; timezone: string };

function EditMeeting({ at, meeting, timezone }: EditProps) {
  const t = getTranslator();
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
